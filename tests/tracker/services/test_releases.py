"""What is released, and an attacker who has all of it: every table ever stored, to the last person.

Tables are made of nothing else, so two worlds that release the same can't be told apart by any
total, filter, period or later release.
"""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event as database_event
from sqlmodel import select

from tests.factories import BEGINNING, make_actor
from tests.feedback import answer, close_round, open_round
from tracker.analytics import released as rules
from tracker.analytics.disclosure import NEAREST, Row, table
from tracker.db import make_engine, transaction, trial
from tracker.errors import InvalidChange
from tracker.models import Answer, AuditEntry, FeedbackRound, ReleasedTable
from tracker.queries import comments as comment_queries
from tracker.queries import results as queries
from tracker.services import comments, feedback_closing, releases

NOW = BEGINNING + timedelta(days=100)
BY = {"actor": make_actor(), "now": NOW}
both_databases = pytest.mark.both_databases
GROUPS = 4
HAPPY = 4  # who agrees writes about the first theme

many = st.integers(0, 5) | st.integers(0, 14)
said = many.flatmap(lambda n: st.lists(st.integers(1, 5), min_size=n, max_size=n))
worlds = st.lists(st.lists(said, min_size=2, max_size=GROUPS), min_size=1, max_size=2)


def live_through(session, world):
    """Every round of ``world``: answered, closed, and its comments counted half way and then all.

    Args:
        world: By round and group, what each member answered: 1 to 5.
    """
    themes = [comments.add_theme(session, **BY, name=name) for name in ("Good", "Bad")]
    for groups in world:
        asked = open_round(session, now=NOW, groups=(20,) * len(groups))
        for group, answers in enumerate(groups):
            for number, value in enumerate(answers):
                details = {"agreement": value, "text": f"text {value}"}
                answer(session, asked, f"{group} {number}", now=NOW, group=group, **details)
        close_round(session, asked, now=NOW)
        for values in ((1, 2, 3), (4, 5)):
            _check(session, asked.id, values, themes)
            with suppress(InvalidChange):  # nothing has changed
                releases.release_comments(session, **BY, round_id=asked.id)


def _check(session, round_id, values, themes):
    for key in comment_queries.read_comment_keys(session, round_id):
        comment = comment_queries.read_comment(session, key.question_id, key.response_key)
        value = int(comment.words.removeprefix("text "))
        if value in values:
            comments.check_comment(
                session,
                **BY,
                question_id=key.question_id,
                response_key=key.response_key,
                version=0,
                theme_ids=[themes[value < HAPPY]],
            )


def everything_released(databases, world):
    """Every table there ever was, by its name, in the order of the releases."""
    with databases.migrated() as url:
        engine = make_engine(url)
        with trial(engine) as session:
            live_through(session, world)
            everything = [(each.name, each.content) for each in released(session)]
        engine.dispose()
    return everything


def withheld_of(everything, number):
    """By the agreement question of a round: the blocks of several groups, and those untold."""
    content = dict(everything)[queries.results_name(number)]
    ledger = rules.Released.of(content).ledger
    question = sorted(set(ledger["topic"]) - {"people", "opinions"}, key=lambda t: int(t[9:]))[0]
    for _, block in ledger[ledger["topic"] == question].groupby("block"):
        yield [int(unit) - 1 for unit in block["unit"]], bool(block["people"].notna().all())


def twin_of(world, everything):
    """Another world, in which those who are withheld have answered something else."""
    twin, changed, first = [[[*said] for said in groups] for groups in world], 0, 0
    for number, groups in enumerate(twin, start=1):
        for units, is_told in withheld_of(everything, number):
            own = [groups[unit - first] for unit in units]
            changed += _swapped(own) if is_told else _turned(own)
        first += len(groups)
    return twin, changed


def _swapped(own):
    """Somebody of one group has answered what somebody of another one has, and the reverse."""
    for one, other in combinations(own, 2):
        pairs = product(range(len(one)), range(len(other)))
        pair = next(((i, j) for i, j in pairs if one[i] != other[j]), None)
        if pair:
            one[pair[0]], other[pair[1]] = other[pair[1]], one[pair[0]]
            return 2
    return 0


def _turned(own):
    """Everybody has answered the contrary."""
    for said in own:
        said[:] = [6 - value for value in said]
    return sum(Counter(said) != Counter(6 - value for value in said) for said in own)


@given(world=worlds)
@example(world=[[[1, 1, 5], [4] * 12, [2] * 11, [5] * 14]])
@example(world=[[[1, 2], [5, 5, 4]], [[1] * 3, [4] * 14, [2] * 13]])
@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
def test_worlds_that_differ_in_what_is_withheld_release_the_same(databases, world):
    everything = everything_released(databases, world)
    twin, changed = twin_of(world, everything)
    event(f"{changed} groups answered otherwise")
    if changed:
        assert twin != world
        assert everything_released(databases, twin) == everything


def test_worlds_that_differ_in_what_is_told_do_not(databases):
    """The test above would notice: what is told does follow the answers."""
    world = [[[4] * 12, [2] * 11]]
    other = [[[4] * 12, [2] * 10 + [3]]]
    assert everything_released(databases, world) != everything_released(databases, other)


# The stored tables


@pytest.fixture
def round_(session):
    """Three groups, of 3, 12 and 15 who answered; closed."""
    asked = open_round(session, now=NOW, groups=(5, 20, None))
    for group, number in enumerate((3, 12, 15)):
        for member in range(number):
            name, value = f"{group} {member}", 1 + member % 5
            answer(session, asked, name, now=NOW, group=group, agreement=value, text="Pay")
    close_round(session, asked, now=NOW)
    return asked


def released(session):
    return session.exec(select(ReleasedTable).order_by(ReleasedTable.id)).all()


def test_nothing_is_released_of_an_open_round(session):
    asked = open_round(session, now=NOW)
    answer(session, asked, "Ada", now=NOW, agreement=4, text="Pay")
    assert released(session) == []
    assert queries.read_results(session, [asked.id]) == {}
    with pytest.raises(InvalidChange, match="not closed"):
        releases.release_comments(session, **BY, round_id=asked.id)


def test_a_round_that_could_not_be_closed_releases_nothing(engine):
    with transaction(engine) as session:
        asked = open_round(session, now=NOW)
        answer(session, asked, "Ada", now=NOW, agreement=4)
    with pytest.raises(ZeroDivisionError), transaction(engine) as session:
        close_round(session, asked, now=NOW)
        assert released(session)
        raise ZeroDivisionError
    with transaction(engine, writes=False) as session:
        assert released(session) == []


@both_databases
def test_closing_releases_once_and_reading_never_does(session, round_):
    [first] = released(session)
    assert (first.name, first.released_on) == (f"results of round {round_.id}", NOW.date())
    for _ in range(2):
        found = queries.read_results(session, [round_.id])[round_.id]
        assert found.content() == first.content
    assert len(released(session)) == 1


def test_no_row_of_whatever_groups_tells_of_fewer_than_may_be_told(session, round_):
    found = queries.read_results(session, [round_.id])[round_.id]
    units = [str(id_) for id_ in round_.groups]
    chosen = [set(each) for n in (1, 2, 3) for each in combinations(units, n)]
    scope = frozenset({rules.scope_of(round_.id)})
    made = table(found.counts, found.ledger, [Row("", frozenset(each), scope) for each in chosen])
    told = made.rows[made.rows["base"].notna()]
    assert (told.loc[told["topic"] != "people", "base"] >= 10).all()
    assert (made.rows["words"] != "").eq(made.rows["base"].isna()).all()
    assert (made.cells["count"].dropna() % NEAREST == 0).all()
    small = made.rows[made.rows["row"] == 0]
    assert set(small["words"]) == {"fewer than 5", "fewer than 10"}


def test_how_many_were_asked_stays_unknown_where_nobody_knows(session, round_):
    found = queries.read_results(session, [round_.id])[round_.id]
    names = {str(id_): f"Group {id_}" for id_ in round_.groups}
    rates = rules.rates(found, names).set_index("label")
    assert rates.loc["All groups", "because"] == "how many were asked is not known"


def test_what_is_stored_grows_with_groups_and_questions_and_not_with_answers(session, round_):
    more = open_round(session, now=NOW, groups=(50, 50, 50))
    for group, member in product(range(3), range(40)):
        name, value = f"{group} {member}", 1 + member % 5
        answer(session, more, name, now=NOW, group=group, agreement=value, text="Pay")
    close_round(session, more, now=NOW)
    sizes = [len(each.content["ledger"]["unit"]) for each in released(session)]
    assert sizes == [3 * 5, 3 * 5]
    assert all(len(each.content["counts"]["count"]) <= 3 * 8 for each in released(session))


def test_results_are_read_from_what_was_released_and_from_no_answer(engine):
    with transaction(engine) as session:
        rounds = [open_round(session, now=NOW) for _ in range(3)]
        for asked in rounds:
            answer(session, asked, "Ada", now=NOW, agreement=4)
            close_round(session, asked, now=NOW)
    asked_for = []
    database_event.listen(
        engine, "before_cursor_execute", lambda *given: asked_for.append(given[2])
    )
    with transaction(engine, writes=False) as session:
        assert len(queries.read_results(session, [each.id for each in rounds])) == 3
    selects = [each for each in asked_for if each.startswith("SELECT")]
    assert len(selects) == 1
    assert "FROM released_table" in selects[0]


@both_databases
def test_what_a_day_could_not_know_is_not_read_on_it(session, round_):
    yesterday = NOW.date() - timedelta(days=1)
    assert queries.read_results(session, [round_.id], by=yesterday) == {}
    assert set(queries.read_results(session, [round_.id], by=NOW.date())) == {round_.id}


# Themes of comments


@both_databases
def test_themes_are_counted_again_only_when_something_has_changed(session, round_):
    theme = comments.add_theme(session, **BY, name="Pay")
    releases.release_comments(session, **BY, round_id=round_.id)
    with pytest.raises(InvalidChange, match="Nothing has changed"):
        releases.release_comments(session, **BY, round_id=round_.id)
    for key in comment_queries.read_comment_keys(session, round_.id):
        place = {"question_id": key.question_id, "response_key": key.response_key}
        comments.check_comment(session, **BY, **place, version=0, theme_ids=[theme])
    releases.release_comments(session, **BY, round_id=round_.id)
    assert len(released(session)) == 3
    counts = queries.read_themes(session, round_.id).counts
    by_answer = counts.groupby("answer")["count"].sum()
    assert by_answer.to_dict() == {rules.CHECKED: 30, rules.theme_of(theme): 30}
    assert counts["count"].min() >= 10
    latest = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert latest.needs == "feedback:read"


@both_databases
def test_comments_are_shown_once_checked_and_of_groups_that_are_told(session, round_):
    theme = comments.add_theme(session, **BY, name="Pay")
    where = {"round_id": round_.id, "question_id": round_.text, "group_ids": round_.groups[1:]}
    assert queries.comment_keys(session, **where, theme_id=None) == ()
    keys = comment_queries.read_comment_keys(session, round_.id)
    for number, key in enumerate(keys):
        place = {"question_id": key.question_id, "response_key": key.response_key}
        about = [theme] if number % 2 else []
        comments.check_comment(session, **BY, **place, version=0, theme_ids=about)
    found = [
        queries.comment_keys(session, **where, theme_id=id_, other_than=[theme])
        for id_ in (theme, None)
    ]
    assert sum(map(len, found)) == 12 + 15
    assert set(found[0]).isdisjoint(found[1])
    assert queries.comment_words(session, round_.text, found[0][:3]) == ("Pay",) * 3
    comments.remove_comment(session, **BY, question_id=round_.text, response_key=found[0][0])
    assert len(queries.comment_words(session, round_.text, found[0][:3])) == 2


def test_when_texts_are_deleted_what_was_counted_stays(session, round_):
    before = released(session)[0].content
    much_later = NOW + timedelta(days=1000)
    assert feedback_closing.forget_words(session, actor=make_actor(), now=much_later) == 30
    assert {each.words for each in session.exec(select(Answer))} == {""}
    assert comment_queries.read_comment_keys(session, round_.id) == ()
    assert released(session)[0].content == before
    assert session.get(FeedbackRound, round_.id)
