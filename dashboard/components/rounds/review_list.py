"""The updates that wait for this reader's review; one of them at a time is open."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import evidence_files, markdown
from dashboard.components import form
from dashboard.components.replay import replayed
from dashboard.components.rounds import update_facts
from dashboard.loaders import rounds as round_loaders
from dashboard.markdown import plain
from dashboard.navigation import ACTION, MY_UPDATES, address
from dashboard.view import View
from tracker.services.reviews import review_update
from tracker.vocabulary import Verdict

PLACE = "reviews"
# In the address: the update that is open.
REVIEW = "review"


def show(view: View) -> None:
    """Draw those of the themes this reader reviews, then those that nobody reviews."""
    waiting = round_loaders.to_review(view)
    st.header(f"To review ({len(waiting):,})", anchor=False)
    form.show_result(PLACE)
    if asked := _asked(view):
        _settled(view, asked, waiting)
    if waiting.empty:
        st.markdown("No update waits for your review.")
        return
    is_unclaimed = waiting["reviewed_by"] == ""
    _part(view, waiting[~is_unclaimed])
    if is_unclaimed.any():
        st.subheader("Nobody reviews these themes", anchor=False)
        st.markdown("Whoever reads them can review them; the secretariat names the reviewers.")
        _part(view, waiting[is_unclaimed])


def _asked(view: View) -> str:
    """The update in the address; blank: none, or an earlier day is shown."""
    return "" if view.moment.as_at else st.query_params.get(REVIEW, "")


def _settled(view: View, asked: str, waiting: pd.DataFrame) -> None:
    """Say that an update waits no more; a review that was being written is drawn, to be kept."""
    if asked in waiting["id"].astype(str).tolist():
        return
    if f"{_key(asked)}.comment" in st.session_state:
        with st.container(border=True):
            st.markdown("The update that you were reviewing waits no more. This is what you wrote:")
            _form(view, int(asked), "this action", partial(_open, ""))
        return
    st.info(
        "This update doesn’t wait for your review: it was reviewed, a newer one stands in its "
        "place, it is your own, or somebody else reviews it."
    )


def _part(view: View, rows: pd.DataFrame) -> None:
    ids, until = rows["id"].tolist(), evidence_files.good_until()
    asked = _asked(view)
    place = next((at for at, id_ in enumerate(ids, start=1) if str(id_) == asked), None)
    _items(view, tuple(ids[:place]), until)
    if place is not None:
        following = str(ids[place]) if place < len(ids) else ""
        with st.container(border=True):
            row = rows.iloc[place - 1]
            _form(view, int(row["id"]), row["ref"], partial(_open, following))
        _items(view, tuple(ids[place:]), until)


def _form(view: View, update_id: int, ref: str, then: Callable[[], None]) -> None:
    with form.opened(_key(update_id), place=PLACE) as opened:
        opened.words("comment", "Comment, required to return it", height=100)
        with st.container(horizontal=True):
            for label, verdict in (
                ("Acknowledge it", Verdict.ACKNOWLEDGED),
                ("Return it", Verdict.RETURNED),
            ):
                opened.send(
                    label,
                    review_update,
                    said=f"The update on {ref} is {verdict.label.lower()}.",
                    then=then,
                    is_main=verdict is Verdict.ACKNOWLEDGED,
                    update_id=update_id,
                    verdict=verdict,
                )
    st.markdown(markdown.link("Close without sending", address(MY_UPDATES, view)))


def _key(update_id: int | str) -> str:
    return f"review_{update_id}"


def _open(update: str) -> None:
    """Open the next update, so that several are reviewed one after the other; blank: none."""
    st.query_params.pop(REVIEW, None)
    if update:
        st.query_params[REVIEW] = update


@replayed
def _items(view: View, ids: tuple[int, ...], until: int) -> None:
    rows = round_loaders.to_review(view).set_index("id", drop=False)
    for id_ in ids:
        with st.container(border=True):
            st.markdown(_item(view, rows.loc[id_], until))


def _item(view: View, row: pd.Series, until: int) -> str:
    name = markdown.link(f"{row['ref']}: {row['title']}", address(ACTION, view, ref=row["ref"]))
    evidence = round_loaders.evidence(view.moment).get(row["id"], [])
    parts = [
        f"**{name}**  \nRound {row['number']}. Lead: {plain(row['responsible']) or 'nobody named'}",
        update_facts.said(row, evidence, until),
    ]
    if not view.moment.as_at:
        here = address(MY_UPDATES, view, **{REVIEW: str(row["id"])})
        parts.append(markdown.link(f"Review {row['ref']}", here))
    return "  \n".join(parts)
