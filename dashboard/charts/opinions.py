"""What members think: how far they agree, and what they chose.

What is withheld has no bar; its reason is written in its place.
"""

import pandas as pd
import plotly.graph_objects as go

from dashboard import formats, palette
from dashboard.charts.opinion_rows import count, interval, known, layout, share_axis
from tracker import wording
from tracker.vocabulary import AGREEMENT

_STEPS = (
    palette.Sign(palette.RED, "red", "thumb_down", "x"),
    palette.Sign(palette.ORANGE, "orange", "thumb_down", "/"),
    palette.Sign(palette.GREY, "gray", "thumbs_up_down", "-"),
    palette.Sign(palette.GREEN, "green", "thumb_up", "."),
    palette.Sign(palette.BLUE, "blue", "thumb_up", ""),
)
_CHOSEN = palette.Sign(palette.BLUE, "blue", "check", "")


def agreement(answers: pd.DataFrame) -> go.Figure | None:
    """Diverging bars: who disagrees to the left of the middle, who agrees to the right.

    Args:
        answers: ``bar`` (a question or a group), ``answer`` (1 to 5), ``share`` (missing:
            withheld), ``because``; every bar has all five, in order.

    Returns:
        ``None`` when nothing may be told.
    """
    if answers["share"].isna().all():
        return None
    size = len(AGREEMENT)
    shares = answers["share"].astype("Float64").to_numpy(dtype=float, na_value=float("nan"))
    wide = pd.DataFrame(shares.reshape(-1, size), columns=range(1, size + 1))
    starts = wide.cumsum(axis=1).shift(axis=1, fill_value=0.0)
    starts = starts.sub(wide[1] + wide[2] + wide[3] / 2, axis=0)
    told = wide.dropna().index
    bars = [_step(wide.loc[told, step], starts.loc[told, step], step) for step in wide.columns]
    rows = answers.iloc[::size]
    axis = {
        "title": {"text": "Disagree (left), agree (right)"},
        "range": [-1.05, 1.05],
        "tickvals": [-1, -0.5, 0, 0.5, 1],
        "ticktext": ["100%", "50%", "0", "50%", "100%"],
    }
    own = {"has_legend": True, "barmode": "overlay", "xaxis": axis}
    return go.Figure(bars, layout(rows["bar"], rows["because"], **own))


def choice(answers: pd.DataFrame) -> go.Figure | None:
    """A bar for each option: which share chose it.

    Args:
        answers: ``option``, ``share`` (missing: withheld), in order.
    """
    if answers["share"].isna().all():
        return None
    shares = [known(share) for share in answers["share"]]
    bar = go.Bar(
        x=shares,
        y=[*range(len(shares))],
        orientation="h",
        marker=palette.bar(_CHOSEN),
        customdata=[formats.percent(share) for share in shares],
        hovertemplate="%{customdata}<extra></extra>",
    )
    axis = share_axis("Of all answers")
    return go.Figure(bar, layout(answers["option"], (), xaxis=axis))


def describe_questions(rows: pd.DataFrame) -> str:
    """With which question most and fewest agree, in words.

    Args:
        rows: As ``opinions.agreement`` gives them, with ``bar``: a row for each question.
    """
    told = _by_share(rows)
    if told.empty:
        return "No question can be shown: too few answered."
    best, worst = told.iloc[0], told.iloc[-1]
    sentences = [f"Most agree with “{best['bar']}”: {interval(best, 'share')}."]
    if len(told) > 1:
        sentences.append(f"Fewest agree with “{worst['bar']}”: {interval(worst, 'share')}.")
    return " ".join([*sentences, *_withheld(rows, told, "question")])


def describe_groups(rows: pd.DataFrame) -> str:
    """In which group most and fewest agree with one question, in words.

    Args:
        rows: As ``opinions.agreement`` gives them, with ``bar``: a row for each group, those told
            together, and at the end all.
    """
    told = _by_share(rows)
    if told.empty:
        return "No group can be shown: too few answered."
    total = rows.iloc[-1]
    sentences = [f"{total['bar']}: {interval(total, 'share')} agree."]
    groups = told[told.index != total.name]
    if len(groups) > 1:
        best, worst = groups.iloc[0], groups.iloc[-1]
        sentences.append(
            f"Most agree in “{best['bar']}”, {interval(best, 'share')}; fewest in "
            f"“{worst['bar']}”, {interval(worst, 'share')}."
        )
    return " ".join([*sentences, *_withheld(rows, told, "row")])


def describe_choice(answers: pd.DataFrame) -> str:
    """What most chose, in words."""
    told = _by_share(answers)
    if told.empty:
        return f"This can't be shown: {answers['because'].iloc[0]}."
    top = told.iloc[0]
    base, share = formats.number(float(top["base"])), formats.percent(known(top["share"]))
    return f"Of about {base} who answered, {share} chose “{top['option']}”."


def agreement_table(answers: pd.DataFrame, rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """The numbers of ``agreement``, a row for each bar.

    Args:
        answers: As ``agreement`` takes them.
        rows: As ``opinions.agreement`` gives them: one for each bar, in the same order.
        name: What the bars are: "Question" or "Group".
    """
    size = len(AGREEMENT)
    cells = []
    for place, row in enumerate(rows.to_dict("records")):
        own = answers.iloc[place * size : (place + 1) * size]
        steps = {
            step: count(number, row["because"])
            for step, number in zip(AGREEMENT, own["count"], strict=True)
        }
        cells.append(
            {name: row["bar"], "Answered": count(row["base"], row["because"])}
            | steps
            | {
                "Share agreeing": interval(row, "share"),
                "Mean, 1 to 5": formats.ratio(known(row["mean"])),
            }
        )
    return pd.DataFrame(cells)


def choice_table(answers: pd.DataFrame) -> pd.DataFrame:
    """The numbers of ``choice`` in every group, a row for each group and option."""
    cells = [
        {
            "Group": row["label"],
            "Option": row["option"],
            "Answers": count(row["count"], row["because"]),
            "Share": row["because"] or formats.percent(known(row["share"])),
        }
        for row in answers.to_dict("records")
    ]
    return pd.DataFrame(cells)


def _step(shares: pd.Series, starts: pd.Series, step: int) -> go.Bar:
    name = AGREEMENT[step - 1]
    return go.Bar(
        x=shares.to_numpy(),
        base=starts.to_numpy(),
        y=shares.index.to_numpy(),
        name=name,
        orientation="h",
        marker=palette.bar(_STEPS[step - 1]),
        customdata=[formats.percent(share) for share in shares],
        hovertemplate=f"{name}: %{{customdata}}<extra></extra>",
    )


def _by_share(rows: pd.DataFrame) -> pd.DataFrame:
    """Those that are told, the largest share first."""
    return rows.dropna(subset="share").sort_values("share", ascending=False, kind="stable")


def _withheld(rows: pd.DataFrame, told: pd.DataFrame, one: str) -> list[str]:
    number = len(rows) - len(told)
    return [f"{wording.count(number, one)} of {len(rows):,} can't be shown."] if number else []
