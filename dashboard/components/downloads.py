"""Files to take away."""

import re
from collections.abc import Callable

import pandas as pd
import streamlit as st

# A spreadsheet runs a cell that begins with one of these as a formula.
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def csv(title: str, table: Callable[[], pd.DataFrame]) -> None:
    """Offer a table as CSV. ``table`` is only called when somebody takes it."""
    st.download_button(
        f"Download “{title}” (CSV)",
        data=lambda: csv_bytes(table()),
        file_name=f"{slug(title)}.csv",
        mime="text/csv",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )


def csv_bytes(table: pd.DataFrame) -> bytes:
    """``table`` as Excel reads it: UTF-8 with a mark, and no cell that would run as a formula."""
    safe = table.map(_safe)
    return safe.to_csv(index=False).encode("utf-8-sig")


def slug(title: str) -> str:
    """``"Late & coming"`` as ``"late-coming"``."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
