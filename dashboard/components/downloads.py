"""Files to take away."""

import re
from collections.abc import Callable

import pandas as pd
import streamlit as st

from tracker.transfer import spreadsheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv(title: str, table: Callable[[], pd.DataFrame]) -> None:
    """Offer a table as a CSV file. ``table`` is only called when somebody takes it."""
    _offer(title, "csv", "text/csv", lambda: csv_bytes(table()))


def csv_and_xlsx(title: str, table: Callable[[], pd.DataFrame]) -> None:
    """Offer a table as a CSV file and as a workbook."""
    with st.container(horizontal=True):
        csv(title, table)
        _offer(title, "xlsx", XLSX, lambda: xlsx_bytes(table(), title=title))


def csv_bytes(table: pd.DataFrame) -> bytes:
    """``table`` as a spreadsheet reads it: no cell runs as a formula, missing cells are blank."""
    return spreadsheets.to_csv([*table.columns], _texts(table))


def xlsx_bytes(table: pd.DataFrame, *, title: str) -> bytes:
    """``table`` as a workbook of one sheet: every cell is text, missing cells are blank."""
    return spreadsheets.to_xlsx([*table.columns], _texts(table), title=title)


def _texts(table: pd.DataFrame) -> list[list[str]]:
    return table.astype(object).where(table.notna(), "").map(_text).to_numpy().tolist()


def _text(cell: object) -> str:
    """A whole number without decimals, as it is even where others of its column are missing."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _offer(title: str, ending: str, mime: str, data: Callable[[], bytes]) -> None:
    st.download_button(
        f"Download “{title}” ({ending.upper()})",
        data=data,
        file_name=f"{slug(title)}.{ending}",
        mime=mime,
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )


def slug(title: str) -> str:
    """``"Late & coming"`` as ``"late-coming"``."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))
