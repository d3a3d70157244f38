"""Offers: a member says that a vacant post interests them; the secretariat answers."""

import pandas as pd
import streamlit as st

from dashboard.components import form
from dashboard.components.posts.champion_words import Row
from dashboard.loaders import posts as post_loaders
from dashboard.markdown import lines, plain
from dashboard.view import Moment
from tracker import wording
from tracker.analytics.posts import PostState
from tracker.services import offers

PLACE = "offers"
INTERESTED = "I’m interested"


def show(row: Row) -> None:
    """Draw the choice to offer oneself for a post, and the form for it, if it is vacant."""
    form.show_result(PLACE)
    if row["state"] != PostState.VACANT or not pd.isna(row["follows_on"]):
        return
    choice = f"{PLACE}.{row['id']}.choice"
    if not form.choose("Does this post interest you?", [INTERESTED], key=choice):
        return
    with (
        st.container(border=True),
        form.opened(f"{PLACE}.{row['id']}", place=PLACE, closes=choice) as opened,
    ):
        st.markdown("Only the secretariat sees this, and only until it has answered.")
        opened.text("name", "Your name", required=True)
        opened.text("email", "Your work e-mail", required=True)
        opened.words("words", "What do you want to say? (may be left empty)")
        opened.send(
            "Send",
            offers.offer,
            said="Thank you. The secretariat will write to you.",
            post_id=int(row["id"]),
        )


def waiting(moment: Moment) -> None:
    """Draw the offers that nobody has answered yet, each to be marked as answered."""
    if not post_loaders.number_of_open_offers(moment):
        return
    rows = post_loaders.open_offers()
    st.header(f"Interested in a post ({len(rows):,})", anchor=False)
    st.markdown(
        "Write to each of them, then mark it as answered: from then on, neither the name nor the "
        "address is kept."
    )
    for row in rows.to_dict("records"):
        with st.container(border=True):
            _one(row)


def _one(row: Row) -> None:
    said = f"  \n“{lines(row['words'])}”" if row["words"] else ""
    since = wording.day(row["offered_on"])
    st.markdown(
        f"**{plain(row['title'])}**, since {since}  \n"
        f"{plain(row['name'])}, {plain(row['email'])}{said}"
    )
    with form.opened(f"{PLACE}.{row['id']}.answer", version=int(row["version"])) as opened:
        opened.send(
            f"Mark as answered: {plain(row['name'])}, {plain(row['title'])}",
            offers.answer_offer,
            said=f"The offer for {row['title']} is answered.",
            is_main=False,
            offer_id=int(row["id"]),
        )
