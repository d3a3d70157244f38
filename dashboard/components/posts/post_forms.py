"""What the secretariat does about posts: add, rename and abolish them."""

from collections.abc import Hashable, Mapping
from typing import Any

import streamlit as st

from dashboard.components import form, record_choice
from dashboard.components.directory import organisation_forms
from dashboard.loaders import posts as post_loaders
from dashboard.markdown import plain
from dashboard.view import Moment
from tracker.services import posts
from tracker.vocabulary import PostKind, Strand

PLACE = "posts"
ADD, RENAME, ABOLISH = "Add a post", "Rename a post", "Abolish a post"
_CHOICE = f"{PLACE}.choice"

Row = Mapping[Hashable, Any]


def show(moment: Moment) -> None:
    """Draw the choice of what to do, and the form for it."""
    st.header("Add, rename and abolish posts", anchor=False)
    form.show_result(PLACE)
    offered = [ADD, *([] if post_loaders.posts(moment).empty else [RENAME, ABOLISH])]
    chosen = form.choose("What do you want to do?", offered, key=_CHOICE)
    if not chosen:
        return
    with st.container(border=True):
        if chosen == ADD:
            _add(moment)
        elif row := _picked(moment):
            {RENAME: _rename, ABOLISH: _abolish}[chosen](row)


def _picked(moment: Moment) -> Row | None:
    """Ask which is meant; ``None`` until it is said."""
    rows = post_loaders.posts(moment)
    titles = dict(zip(rows["id"], rows["title"], strict=True))
    chosen = record_choice.ask("Which post?", titles, key=f"{PLACE}.which")
    return next(iter(rows[rows["id"] == chosen].to_dict("records")), None)


def _add(moment: Moment) -> None:
    whose = organisation_forms.names(moment)
    with form.opened(f"{PLACE}.add", place=PLACE, closes=_CHOICE) as opened:
        opened.pick(
            "kind",
            "What kind of post?",
            [*PostKind],
            PostKind.CHAMPION,
            required=True,
            format_func=_label,
        )
        opened.pick(
            "strand", "What does a champion speak for?", [*Strand], None, format_func=_label
        )
        opened.pick(
            "organisation_id",
            "Whose post? Empty: the whole profession’s",
            [*whose],
            None,
            format_func=whose.get,
        )
        opened.text("title", "Title, by which actions name it. Empty: made of the above")
        opened.day("exists_from", "Exists from", moment.today, required=True)
        opened.send("Add the post", posts.add_post, said="The post is added. It is vacant.")


def _rename(row: Row) -> None:
    st.markdown("Actions that name the post by its old title have to be changed themselves.")
    key = f"{PLACE}.rename.{row['id']}"
    with form.opened(key, version=row["version"], place=PLACE, closes=_CHOICE) as opened:
        opened.text("title", "Title", row["title"], required=True)
        opened.send(
            "Rename the post", posts.edit_post, said="The post is renamed.", post_id=row["id"]
        )


def _abolish(row: Row) -> None:
    st.markdown(f"{plain(row['title'])} is then neither held nor vacant. It stays in the history.")
    key = f"{PLACE}.abolish.{row['id']}"
    with form.opened(key, version=row["version"], place=PLACE, closes=_CHOICE) as opened:
        opened.text("reason", "Why is it abolished?", required=True)
        opened.send(
            "Abolish the post", posts.abolish_post, said="The post is abolished.", post_id=row["id"]
        )


def _label(word: PostKind | Strand) -> str:
    return word.label
