"""A plan file to learn the columns from: the published plan itself."""

from pathlib import Path

from tracker.transfer import spreadsheets
from tracker.transfer.plan_file import plan_rows
from tracker.transfer.plan_reader import read_plan

DATA = Path(__file__).parents[2] / "data"
PLAN = DATA / "plan.csv"


def workbook() -> bytes:
    """``data/plan.csv`` as an XLSX file."""
    columns, rows = plan_rows(read_plan(PLAN.name, PLAN.read_bytes()))
    return spreadsheets.to_xlsx(columns, rows, title="Plan")
