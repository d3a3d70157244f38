"""A table that everyone can read: real headings for its columns and rows, no canvas."""

import pandas as pd
import streamlit as st

# More rows are neither read nor fast. What cuts them off must be offered whole beside the table.
ROWS_SHOWN = 100


def show(table: pd.DataFrame, *, name: str) -> None:
    """Draw the first rows of ``table``, and say so when there are more.

    Args:
        table: Cells as people read them; text may hold Markdown (links, badges). The first
            column names the row.
        name: What the table is, for those who hear it.
    """
    st.table(table.head(ROWS_SHOWN).set_index(table.columns[0]), alt=name)
    if len(table) > ROWS_SHOWN:
        st.markdown(f"The first {ROWS_SHOWN} of {len(table):,} rows. The download has all of them.")
