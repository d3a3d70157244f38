"""What members answered, as it may be read, over rounds answered by the product's own commands."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from dashboard import session as dashboard_session
from dashboard.components.feedback import result_file
from dashboard.navigation import OVERVIEW, RESULTS
from tests import feedback
from tests.dashboard import results
from tests.dashboard.app_pages import plans
from tests.dashboard.screen import words
from tests.factories import make_actor
from tracker.clock import Clock
from tracker.db import transaction
from tracker.models import ReleasedTable
from tracker.queries import comments as comment_queries
from tracker.services import comments, releases

NOW = Clock().now()
EARLIER = NOW - timedelta(days=60)
BY = {"actor": make_actor(), "now": NOW}


@pytest.fixture
def open_results(open_page):
    def open_results(viewer="Sponsor", **options):
        return open_page(RESULTS, viewer=viewer, **options)

    return open_results


@pytest.fixture
def rounds(engine):
    """Two rounds with the same questions; in the second more agree."""
    with transaction(engine) as session:
        first = results.closed_round(session, now=EARLIER, happy=1)
        second = results.next_round(session, first, now=NOW, happy=3)
    return first, second


def tables(app):
    """All tables as one text."""
    return "\n".join(table.value.to_csv() for table in app.table).replace("\\", "")


def choose(app, name, value):
    [choice] = [each for each in app.selectbox if each.key == f"results.{name}"]
    return choice.set_value(value).run()


def sort_comments(engine, asked):
    with transaction(engine) as session:
        theme = comments.add_theme(session, **BY, name="Pay", keywords="pay")
        for key in comment_queries.read_comment_keys(session, asked.id):
            found = comment_queries.read_comment(session, key.question_id, key.response_key)
            about = [theme] if "pay" in found.words else []
            place = {"question_id": key.question_id, "response_key": key.response_key}
            comments.check_comment(session, **BY, **place, version=0, theme_ids=about)
        releases.release_comments(session, **BY, round_id=asked.id)


def test_members_may_not_read_results_and_leads_may(open_results, rounds):
    refused = open_results(viewer="Member")
    assert "Only the lead, sponsor and the secretariat" in refused.error[0].value
    assert not open_results(viewer="Lead").exception


def test_before_a_round_has_closed_there_is_nothing_to_read(open_results, engine):
    with transaction(engine) as session:
        asked = feedback.open_round(session, now=NOW, title="Still open")
        feedback.answer(session, asked, "Ada", now=NOW, agreement=4)
    app = open_results(viewer="Secretariat", round=str(asked.id))
    assert not app.exception
    assert "No round of questions has closed" in app.info[0].value
    assert "Still open" not in words(app)
    with transaction(engine, writes=False) as session:
        assert session.exec(select(ReleasedTable)).all() == []


def test_the_latest_round_is_shown_with_rates_agreement_choices_and_change(open_results, rounds):
    app = open_results()
    assert not app.exception
    text = words(app)
    assert "Pulse 2 put 3 questions to 3 groups" in text.replace("*", "")
    assert "About 65 of 180 who were asked answered: 36% (95% interval 29% to 43%)." in text
    assert "Most agree with “I am heard”: 100% (95% interval" in text
    assert "Of about 65 who answered, 100% chose “Time”." in text
    assert "Agreement differs by more than chance alone would usually give" in text
    assert "says how the answers of the two rounds differ, not why" in text
    assert [each.value for each in app.header][:3] == [
        "Who answered",
        "How far members agree: All groups",
        "What helps? (All groups)",
    ]


def test_a_small_group_is_withheld_in_words_everywhere(open_results, rounds):
    app = open_results()
    shown = tables(app)
    assert "Disability network,fewer than 5,fewer than 5,fewer than 5" in shown
    assert "fewer than 10" in shown
    assert ",3," not in shown
    app = choose(app, "group", str(rounds[1].groups[0]))
    text = words(app)
    assert "How far members agree: Disability network" in text
    assert "No question can be shown: too few answered." in text
    assert "This can't be shown: fewer than 10." in text


def test_another_round_is_chosen_in_the_address(open_results, rounds):
    app = open_results(round=str(rounds[0].id))
    assert "Pulse 1" in words(app)
    assert "there is no rate, because how many were asked is not known" in words(app)
    assert "Since it was asked before" not in words(app)
    app = choose(app, "round", str(rounds[1].id))
    assert app.query_params["round"] == str(rounds[1].id)
    assert "Since it was asked before" in words(app)


def test_an_address_that_asks_for_what_is_not_there_is_answered(open_results, rounds):
    app = open_results(round="<b>9", group="x", question="99")
    assert not app.exception
    assert len(app.warning) == 3
    assert "Pulse 2" in words(app)


def test_on_an_earlier_day_only_what_was_released_by_then_is_read(open_results, rounds):
    app = open_results(as_at=EARLIER.date())
    assert "Pulse 1" in words(app)
    assert "Pulse 2" not in words(app)
    app = open_results(as_at=EARLIER.date() - timedelta(days=1))
    assert "No round of questions has closed" in app.info[0].value


def test_reading_releases_nothing(open_results, rounds, engine):
    for viewer in ("Sponsor", "Lead", "Secretariat"):
        open_results(viewer=viewer)
    with transaction(engine, writes=False) as session:
        assert len(session.exec(select(ReleasedTable)).all()) == 2


def test_comments_are_shown_once_they_are_checked_and_counted(open_results, rounds, engine):
    app = open_results()
    assert "The comments of this round are not sorted yet" in app.info[0].value
    assert "Better pay" not in words(app)
    with transaction(engine) as session:
        feedback_keys = comment_queries.read_comment_keys(session, rounds[1].id)
    assert len(feedback_keys) == sum(results.HEARD)
    sort_comments(engine, rounds[1])
    app = open_results()
    assert "Pay,65" in tables(app)
    assert words(app).count("Better pay for part-time work") == 10
    app = choose(app, "theme", "other")
    assert "Better pay" not in words(app)
    assert app.query_params["theme"] == "other"


def test_a_group_of_which_nothing_may_be_told_has_no_comments_shown(open_results, engine):
    with transaction(engine) as session:
        asked = results.closed_round(session, now=NOW, heard=(4, 3, 2), happy=3)
    sort_comments(engine, asked)
    app = open_results()
    assert not app.exception
    assert "Pay,fewer than 10" in tables(app)
    assert "Better pay" not in words(app)
    assert "No comment may be shown here." in [each.value for each in app.info]


def test_what_is_taken_away_is_what_is_shown(open_results, rounds, engine):
    open_results()
    table = result_file.table(replace(dashboard_session.moment(), today=NOW.date()), rounds[1].id)
    assert list(table) == ["Question", "Group", "Answered", "Answer", "Number", "Share"]
    assert table.loc[table["Group"] == "Disability network", "Number"].unique().tolist() == [
        "fewer than 10"
    ]
    numbers = table["Number"].str.replace(",", "")
    assert all(int(each) % 5 == 0 for each in numbers if each.isdigit())


# Voice coverage, and the overview


def test_silent_groups_come_first_and_unknown_denominators_are_said(open_results, rounds, engine):
    with transaction(engine) as session:
        feedback.make_member_group(session, name="Carers network")
    app = open_results()
    text = words(app)
    assert "1 of 3 groups was silent in the last 12 months: Disability network." in text
    assert "Not asked in the last 12 months: Carers network." in text
    coverage = app.table[-1].value
    assert coverage.index.tolist()[:2] == ["Disability network", "Carers network"]
    assert coverage.loc["Disability network", "Missed"] == "silent"


def test_an_unknown_number_of_people_asked_is_said(open_results, engine):
    with transaction(engine) as session:
        results.closed_round(session, now=NOW, heard=(20, 24, 36), invited=(30, 40, None))
    app = open_results()
    assert "there is no rate, because how many were asked is not known" in words(app)
    coverage = app.table[-1].value
    assert coverage.loc["Women in science", "Rate"] == "how many were asked is not known"
    assert coverage.loc["LGBTQ\\+ network", "Rate"].startswith("62")


def test_the_overview_says_in_three_sentences_what_members_say(open_page, rounds, engine):
    with transaction(engine) as session:
        plans.make_plan(session)
    said = [
        each.value
        for each in open_page(OVERVIEW, viewer="Sponsor").markdown
        if "Pulse" in each.value
    ]
    assert len(said) == 1
    lines = said[0].replace("\\", "").split("\n")
    assert len(lines) == 3
    assert "/results?round=" in lines[0]
    assert "About 65 of 180 who were asked answered" in lines[0]
    assert "Most agree with “I am heard”" in lines[1]
    assert "Disability network" in lines[2]


def test_who_may_not_read_results_is_told_nothing_on_the_overview(open_page, rounds, engine):
    with transaction(engine) as session:
        plans.make_plan(session)
    assert "What members say" not in words(open_page(OVERVIEW, viewer="Member"))
