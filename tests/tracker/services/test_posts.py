from datetime import date, timedelta

import pytest

from tests.factories import (
    BEGINNING,
    make_actor,
    make_appointment,
    make_organisation,
    make_post,
)
from tracker.errors import EditConflict, InvalidChange
from tracker.models import Post
from tracker.services import posts
from tracker.vocabulary import PostKind, Strand

NOW = BEGINNING + timedelta(days=100)
TODAY = NOW.date()
BY = {"actor": make_actor(), "now": NOW}


def add(session, kind=PostKind.OTHER, **details):
    return session.get_one(Post, posts.add_post(session, **BY, kind=kind, **details))


def abolish(session, post, **details):
    given = {"post_id": post.id, "version": post.version, "reason": "Nobody needs one"}
    posts.abolish_post(session, **BY, **given | details)


@pytest.mark.parametrize(
    ("kind", "strand", "code", "title"),
    [
        (PostKind.CHAMPION, Strand.GENDER, "DEFRA", "Gender champion, DEFRA"),
        (PostKind.CHAMPION, Strand.GENDER, None, "Gender champion"),
        (PostKind.HR_CONTACT, None, "DEFRA", "HR contact, DEFRA"),
    ],
)
def test_a_post_without_a_title_is_called_by_what_it_is(session, kind, strand, code, title):
    of = make_organisation(session, code=code).id if code else None
    assert add(session, kind, strand=strand, organisation_id=of).title == title


@pytest.mark.parametrize("kind", [PostKind.LEAD, PostKind.OTHER])
def test_what_says_nothing_by_its_kind_needs_a_title(session, kind):
    with pytest.raises(InvalidChange, match="The title is missing"):
        add(session, kind)


def test_a_post_exists_from_today_unless_said(session):
    assert add(session, title="Poet").exists_from == TODAY
    assert add(session, title="Bard", exists_from=date(2021, 1, 1)).exists_from == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("kind", "strand"), [(PostKind.CHAMPION, None), (PostKind.OTHER, Strand.GENDER)]
)
def test_a_champion_and_nobody_else_speaks_for_a_strand(session, kind, strand):
    with pytest.raises(InvalidChange, match="Other posts have no strand") as refusal:
        add(session, kind, strand=strand, title="Poet")
    assert refusal.value.field == "strand"


def test_no_two_posts_have_the_same_title(session):
    poet, bard = make_post(session, title="Poet"), make_post(session, title="Bard")
    with pytest.raises(InvalidChange, match="There is a post called Poet already"):
        add(session, title=" Poet ")
    with pytest.raises(InvalidChange, match="There is a post called Poet already"):
        posts.edit_post(session, **BY, post_id=bard.id, version=bard.version, title="Poet")
    posts.edit_post(session, **BY, post_id=poet.id, version=poet.version, title="Great\npoet")
    assert poet.title == "Great poet"


def test_of_two_who_rename_a_post_the_second_is_told(session):
    post = make_post(session)
    with pytest.raises(EditConflict):
        posts.edit_post(session, **BY, post_id=post.id, version=post.version + 1, title="Bard")


@pytest.mark.parametrize("ends_on", [None, TODAY])
def test_a_post_that_is_held_is_not_abolished(session, ends_on):
    post = make_post(session)
    make_appointment(session, post, ends_on=ends_on)
    with pytest.raises(InvalidChange, match="Somebody holds this post"):
        abolish(session, post)


def test_a_vacant_post_is_abolished_once(session):
    post = make_post(session)
    make_appointment(session, post, ends_on=TODAY - timedelta(days=1))
    make_appointment(session, post, starts_on=TODAY, is_void=True)
    abolish(session, post)
    assert post.abolished_on == TODAY
    with pytest.raises(InvalidChange, match="abolished already"):
        abolish(session, post)


def test_a_post_is_not_abolished_before_it_exists(session):
    later = TODAY + timedelta(days=7)
    post = make_post(session, exists_from=later)
    abolish(session, post)
    assert post.abolished_on == later
