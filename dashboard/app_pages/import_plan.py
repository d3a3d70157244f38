"""Import: bring in a plan from a spreadsheet, seeing first what it would do."""

import streamlit as st

from dashboard import imports, session
from dashboard.components import downloads, form, import_preview
from dashboard.loaders import plan as plan_loaders
from dashboard.markdown import plain
from dashboard.navigation import PLAN, STRATEGY, link
from tracker import wording
from tracker.services.plan_import import import_plan
from tracker.transfer import example

st.title("Import")
st.markdown(
    "Bring in a plan from a spreadsheet (CSV, XLSX or ODS; up to 5 MB and 20,000 rows), one row a "
    "milestone. An import adds and changes by reference and never deletes; if anything in the "
    "file is wrong, nothing of it is taken."
)
st.download_button(
    "Download the published plan as an example (XLSX)",
    data=example.workbook,
    file_name="plan-example.xlsx",
    mime=downloads.XLSX,
    type="tertiary",
    icon=":material/download:",
    on_click="ignore",
)

view = session.view()
if not session.can_change():
    st.info("An earlier day can be read, but not changed. Go back to today to import.")
    st.stop()

tried = import_preview.choose("The plan file", key="import.file", tried=imports.plan)
if tried is None:
    st.stop()

report = tried.report
if not report.changes_anything:
    st.info(f"The plan says all of {plain(tried.name)} already: nothing is left to import.")
    link(STRATEGY, "Publish the plan, so that progress is measured against it")
    link(PLAN, "See the plan")
    st.stop()

import_preview.show(report)
with form.opened("import.take") as take:
    if plan_loaders.plan(view.moment).strategy is None:
        take.text("strategy_title", "What is the strategy called?", required=True)
    if report.moves:
        moved = wording.count(report.moves, "deadline moves", "deadlines move")
        take.text("reason", f"{moved}. Why?", required=True)
    take.send(
        "Import this file",
        import_plan,
        said=f"Imported {tried.name}: {report.sentence}.",
        plan=tried.content,
        source=tried.name,
        expected=report,
    )
