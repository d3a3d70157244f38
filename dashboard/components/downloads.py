"""Files to take away."""

import re
from collections.abc import Callable

import pandas as pd
import streamlit as st

from tracker.transfer import spreadsheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv(title: str, table: Callable[[], pd.DataFrame]) -> None:
    """Offer a table as a CSV file. ``table`` is only called when somebody takes it."""
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
    """``table`` as a spreadsheet reads it: no cell runs as a formula, missing cells are blank."""
    text = table.astype(object).where(table.notna(), "").map(str)
    return spreadsheets.to_csv([*text.columns], text.itertuples(index=False, name=None))


def slug(title: str) -> str:
    """``"Late & coming"`` as ``"late-coming"``."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))
