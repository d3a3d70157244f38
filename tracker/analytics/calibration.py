"""Calibration: the likelihoods that leads gave, against what came true.

Pooled over everybody, always: how well one person judges is that person's own.

Sources: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
Journal of the American Statistical Association, 1927; G. W. Brier, "Verification of Forecasts
Expressed in Terms of Probability", Monthly Weather Review, 1950.
"""

from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
import pandas as pd

FEWEST = 10  # likelihoods in a band, before anything is said of it
FEWER = f"fewer than {FEWEST}"

# The bands by their first likelihood, in %; the last band includes 100.
_BANDS = {0: "0 to 19%", 20: "20 to 39%", 40: "40 to 59%", 60: "60 to 79%", 80: "80 to 100%"}
_ONE_BAND = {0: "0 to 100%"}


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far likelihoods can be taken at their word.

    Attributes:
        bands: One row per band of likelihoods, lowest first; a single one of them all while each
            of the five would be withheld: ``band`` (words), ``updates`` (how
            many likelihoods), ``updates_in_words`` ("14", "fewer than 10"), ``likelihood`` (their
            mean), ``share_met`` (of those whose date was met), ``low``, ``high`` (its 95 %
            Wilson interval); shares from 0 to 1. All figures of a withheld band are missing.
        updates: How many likelihoods in all; ``None`` while a band is withheld, whose count it
            would give away.
        brier: Mean squared difference between likelihood (0 to 1) and outcome (0 or 1): 0 is
            perfect, 0.25 what always saying 50 % gets; ``None`` when withheld.
        because: Why there is no score, in words; empty when there is one.
    """

    bands: pd.DataFrame
    updates: int | None
    brier: float | None
    because: str = ""


def wilson(successes: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval for a share, 0 to 1; nothing is known, 0 to 1, when ``total`` is 0.

    It is the set of shares *p* that lie within *z* standard errors ``sqrt(p (1 - p) / total)`` of
    ``successes / total``; unlike the textbook interval it never leaves 0 to 1.
    """
    if total == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / total
    middle = share + z**2 / (2 * total)
    reach = z * ((share * (1 - share) + z**2 / (4 * total)) / total) ** 0.5
    scale = 1 + z**2 / total
    low, high = (middle - reach) / scale, (middle + reach) / scale
    # At the ends a rounding error mustn't leave the share outside its own interval.
    return min(max(low, 0.0), share), max(min(high, 1.0), share)


def met_date(last_due_on: pd.Series, done_on: pd.Series, as_at: date) -> pd.Series:
    """Whether each action was done by the last date that it had when something was said of it.

    Args:
        last_due_on: That date, as it stood then (``forecast.last_due_on``); may be missing.
        done_on: When the last of the action's milestones was done; missing: it isn't done.

    Returns:
        ``True``: done by then. ``False``: the date passed before it was done. Missing: not known
        yet on ``as_at``, or there was no date.
    """
    today = pd.Timestamp(as_at)
    is_done = done_on.notna() & (done_on <= today)
    met = is_done & (done_on <= last_due_on)
    known = last_due_on.notna() & (is_done | (last_due_on < today))
    return met.astype("boolean").mask(~known)


def calibrate(likelihoods: pd.DataFrame) -> Calibration:
    """Set likelihoods beside what came true, in bands of 20 points once one of them is shown.

    Args:
        likelihoods: One row per update: ``likelihood`` (of meeting the date, 0 to 100 %),
            ``met_date`` (as from ``met_date``; rows where it is missing aren't counted yet).
    """
    known = likelihoods[likelihoods["met_date"].notna()]
    percent = known["likelihood"].to_numpy(dtype=float)
    met = known["met_date"].to_numpy(dtype=bool)
    bands = _banded(percent, met, _BANDS)
    if len(known) < FEWEST:
        return Calibration(
            bands, None, None, because=f"{FEWER} likelihoods have come to their date"
        )
    if bands["updates"].isna().all():
        bands = _banded(percent, met, _ONE_BAND)
    return Calibration(
        bands=bands,
        updates=None if bands["updates"].isna().any() else len(known),
        brier=float(np.mean((percent / 100 - met) ** 2)),
    )


def _banded(percent: np.ndarray, met: np.ndarray, bands: dict[int, str]) -> pd.DataFrame:
    band = np.searchsorted([*bands], percent, side="right") - 1
    rows = [
        (label, *_figures(percent[band == number] / 100, met[band == number]))
        for number, label in enumerate(bands.values())
    ]
    columns = ["band", "updates", "updates_in_words", "likelihood", "share_met", "low", "high"]
    shares = dict.fromkeys(columns[3:], "float64")
    return pd.DataFrame(rows, columns=columns).astype({"updates": "Int64"} | shares)


def _figures(said: np.ndarray, met: np.ndarray) -> tuple[object, ...]:
    if len(said) < FEWEST:
        return None, FEWER, None, None, None, None
    low, high = wilson(int(met.sum()), len(met))
    return len(met), f"{len(met):,}", said.mean(), met.mean(), low, high
