"""The directory as a file: taken out, and brought in after seeing what that would do."""

import streamlit as st

from dashboard import imports
from dashboard.components import downloads, form, import_preview
from dashboard.loaders import people as people_loaders
from dashboard.markdown import plain
from dashboard.view import Moment, View
from tracker.services.directory_import import import_directory
from tracker.transfer.directory_file import COLUMNS


def export(view: View) -> None:
    """Offer everything that is in the directory, in the columns in which it is brought in."""
    st.header("Export", anchor=False)
    st.markdown(
        "The file names people and their addresses. Keep it only for as long as you need it."
    )
    downloads.csv_and_xlsx("Directory", lambda: people_loaders.directory_file(view.moment.today))


def show(moment: Moment) -> None:  # noqa: ARG001 - called as the forms of the other parts are
    """Ask for a file, show what it would do, and take it."""
    st.header("Import", anchor=False)
    st.markdown(
        "Bring in a spreadsheet (CSV, XLSX or ODS; up to 5 MB and 20,000 rows). Its columns may be "
        f"{', '.join(COLUMNS)}. Organisations are known by their code, people by their e-mail and "
        "posts by their title: an import adds and changes, and never deletes. If anything in the "
        "file is wrong, nothing of it is taken."
    )
    tried = import_preview.choose(
        "The directory file", key="directory.file", tried=imports.directory
    )
    if tried is None:
        return
    if not tried.report.changes_anything:
        st.info(
            f"The directory says all of {plain(tried.name)} already: nothing is left to import."
        )
        return
    import_preview.show(tried.report)
    with form.opened("directory.take") as take:
        take.send(
            "Import this file",
            import_directory,
            said=f"Imported {tried.name}: {tried.report.sentence}.",
            directory=tried.content,
            source=tried.name,
            expected=tried.report,
        )
