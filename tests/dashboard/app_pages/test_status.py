"""Reported and assessed statuses, over a plan and rounds made through real services."""

from datetime import date

import pytest
from sqlmodel import select

from dashboard.components.rounds import status_table
from dashboard.navigation import ACTION, STATUS, WHAT_CHANGED
from tests import factories
from tests.dashboard.app_pages import plans
from tests.dashboard.screen import headings
from tracker.db import transaction
from tracker.models import Action, FlagAnswer
from tracker.queries.progress import plan_on
from tracker.queries.rounds import read_rounds
from tracker.queries.statuses import statuses_on
from tracker.services.updates import answer_flag
from tracker.vocabulary import Role, Status

LEAD = f"Lead: {factories.LEAD}"
HOSTILE = "=1+1 [x](https://evil.example)"
TODAY = date(2022, 12, 1)

pytestmark = pytest.mark.usefixtures("day_of_the_plan")


@pytest.fixture
def plan(engine):
    """DATA-A2, 62 days late, is reported green in the second round; DATA-A3 in the first."""
    with transaction(engine) as session:
        plans.make_plan(session, DATA_A2=HOSTILE)
        first = factories.make_round(session, opens_on=date(2022, 7, 1))
        second = factories.make_round(session, opens_on=date(2022, 9, 28))
        factories.make_update(session, of(session, "DATA-A3"), first, likelihood=55)
        factories.make_update(session, of(session, "DATA-A2"), second)


def of(session, ref):
    return session.exec(select(Action).where(Action.ref == ref)).one()


@pytest.fixture
def open_status(open_page):
    def open_status(viewer="Sponsor", **options):
        return open_page(STATUS, viewer=viewer, **options)

    return open_status


def words(app):
    return "\n".join(element.value for element in app.markdown).replace("\\", "")


def table(app):
    """The rows of the first table, as they are read."""
    return app.table[0].value.to_csv().replace("\\", "").splitlines()[1:]


def flags(app):
    """The choices to answer a contradiction."""
    return [each for each in app.pills if each.key.startswith("flag_")]


def test_what_contradicts_comes_first_with_its_reasons(plan, open_status):
    app = open_status()

    assert not app.exception
    assert app.markdown[0].value == (
        "**Of 4 actions not done, 2 are reported differently from what the rules say, 2 of them "
        "too rosy; 1 status is stale and 2 actions were never reported.**"
    )
    assert headings(app)[:2] == ["Contradictions (2)", "Every action"]
    assert "**Reported green, assessed red: too rosy.** [DATA-A2]" in words(app)
    assert "- Delivered is 62 days late; more than 28 is red." in words(app)
    assert "Not answered yet." in words(app)


def test_both_statuses_stand_side_by_side(plan, open_status):
    rows = table(open_status())

    assert ":green-badge[:material/thumb_up: Green] round 2, 80% likely" in rows[1]
    assert ":red-badge[:material/error: Red]" in rows[1]
    assert "round 1, 55% likely, **stale**" in rows[2]
    assert ":orange-badge[:material/warning: Amber]" in rows[2]
    assert "Never reported" in rows[3]
    assert "Never reported,Done" in rows[0]


def test_words_of_the_plan_are_shown_as_they_were_typed(plan, open_status):
    app = open_status()

    texts = [element.value for element in app.markdown] + [*app.table[0].value.index]
    assert sum(r"\[x\]\(https\:\/\/evil\.example\)" in text for text in texts) == 2
    assert not any("[x](https://evil.example)" in text for text in texts)


def test_a_lead_answers_the_flag_in_its_place(plan, open_status, engine):
    app = open_status(LEAD)
    app = flags(app)[0].set_value("Answer for DATA-A2").run()
    field = next(each for each in app.text_area if each.key.endswith(".answer"))
    app = field.input("").run()
    app = next(b for b in app.button if b.label == "Send the answer").click().run()
    assert "The answer is missing." in [error.value.replace("\\", "") for error in app.error]

    field = next(each for each in app.text_area if each.key.endswith(".answer"))
    field.input("It comes *next* week")
    app = next(b for b in app.button if b.label == "Send the answer").click().run()

    assert not app.exception
    assert app.success[0].value.replace("\\", "") == "The contradiction of DATA-A2 is answered."
    assert "Data lead answers: “It comes *next* week”" in words(app)
    with transaction(engine, writes=False) as session:
        assert session.exec(select(FlagAnswer)).one().author == factories.LEAD


def answer_in_place(app, answer):
    """Type an answer to the contradiction of DATA-A2 and send it."""
    field = next(each for each in app.text_area if each.key.endswith(".answer"))
    field.input(answer)
    return next(b for b in app.button if b.label == "Send the answer").click().run()


def test_of_two_who_answer_the_second_is_told_what_the_first_said(plan, open_status, engine):
    first, second = (
        flags(open_status(viewer))[0].set_value("Answer for DATA-A2").run()
        for viewer in ("Secretariat", LEAD)
    )
    assert answer_in_place(first, "It comes *next* week").success

    second = answer_in_place(second, "It is lost")

    assert not second.exception
    [told] = [error.value.replace("\\", "") for error in second.error]
    assert "changed while you had it open (Secretariat: “It comes *next* week”)" in told
    assert not second.success
    assert "Secretariat answers: “It comes *next* week”" in words(second)
    [field] = [each for each in second.text_area if each.key.endswith(".answer")]
    assert field.value == "It is lost"

    second = next(b for b in second.button if b.label == "Send the answer").click().run()
    assert second.success[0].value.replace("\\", "") == (
        "The contradiction of DATA-A2 is answered."
    )
    assert "Data lead answers: “It is lost”" in words(second)
    with transaction(engine, writes=False) as session:
        assert len(session.exec(select(FlagAnswer)).all()) == 2


def test_who_answers_again_is_not_told_of_the_answer_that_stood_there(plan, open_status):
    app = flags(open_status(LEAD))[0].set_value("Answer for DATA-A2").run()
    app = answer_in_place(app, "It comes next week")
    app = flags(app)[0].set_value("Answer again for DATA-A2").run()
    app = answer_in_place(app, "It is lost")

    assert not app.error
    assert app.success
    assert "Data lead answers: “It is lost”" in words(app)


@pytest.mark.parametrize(("viewer", "may"), [("Sponsor", 0), (LEAD, 2), ("Secretariat", 2)])
def test_only_the_lead_and_the_secretariat_answer(plan, open_status, viewer, may):
    assert len(flags(open_status(viewer))) == may


def test_the_share_of_flags_upheld_is_published(plan, open_status, engine):
    assert "has turned out one way or the other yet" in words(open_status())

    with transaction(engine) as session:
        factories.make_update(
            session,
            of(session, "DATA-A2"),
            factories.make_round(session, opens_on=date(2022, 11, 1)),
            status=Status.RED,
        )

    assert "1 contradiction of earlier rounds" in words(open_status())
    assert "1 (100%) turned out as the rules had it." in words(open_status())


def test_counts_history_and_likelihoods_have_their_sentences(plan, open_status):
    app = open_status()

    assert headings(app)[2:] == [
        "How many actions have each status",
        "Status history",
        "Likelihoods and what came true",
    ]
    assert "Reported: 2 green. Assessed: 1 amber, 1 red and 2 grey." in words(app)
    assert "In 2 rounds, 2 statuses were reported" in words(app)
    assert "Too early to say" in words(app)
    assert "Download “Status history” (CSV)" in [button.label for button in app.download_button]


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ({"reported": "Green"}, ["DATA-A2", "DATA-A3"]),
        ({"assessed": "Red"}, ["DATA-A2"]),
        ({"stale": "true"}, ["DATA-A3"]),
        ({"theme": "ACCESS Equal access"}, ["ACCESS-A1"]),
    ],
)
def test_the_filters_stand_in_the_address(plan, open_status, query, refs):
    rows = table(open_status(**query))

    assert [row.split("]")[0].split("[")[1] for row in rows] == refs


def test_nothing_found_is_said_and_the_filters_can_be_cleared(plan, open_status):
    app = open_status(reported="Red")
    assert app.info[0].value == "No action matches these filters."

    app = next(b for b in app.button if b.label == "Clear the filters").click().run()
    assert len(table(app)) == 5


def test_an_earlier_day_is_shown_as_it_was_recorded_and_cannot_be_answered(plan, open_status):
    app = open_status("Secretariat", as_at=date(2022, 9, 29))

    assert not app.exception
    assert "Contradictions (0)" in headings(app)
    assert not flags(app)


def test_members_cannot_open_it(plan, open_status):
    app = open_status("Member")

    assert app.error[0].value == ("Only the lead, sponsor and the secretariat can open this page.")


def test_before_there_is_a_plan_or_a_round(engine, open_status):
    assert "There is no plan yet." in open_status().info[0].value

    with transaction(engine) as session:
        factories.make_milestone(session, timing="by 2030")
    app = open_status()

    assert not app.exception
    assert "No reporting round is over yet." in words(app)
    assert app.markdown[0].value == (
        "**Of 1 action not done, none is reported differently from what the rules say; "
        "1 action was never reported.**"
    )


@pytest.mark.parametrize(("viewer", "is_told"), [("Member", False), (LEAD, True)])
def test_the_action_page_says_both_to_those_who_may_read_them(plan, open_page, viewer, is_told):
    app = open_page(ACTION, viewer=viewer, ref="DATA-A2")

    assert not app.exception
    assert ("**Reported** :green-badge" in words(app)) is is_told
    assert ("Reported green, assessed red: too rosy." in words(app)) is is_told


@pytest.mark.parametrize(("viewer", "is_told"), [("Member", False), ("Sponsor", True)])
def test_what_changed_tells_assessed_statuses_to_those_who_may(plan, open_page, viewer, is_told):
    app = open_page(WHAT_CHANGED, viewer=viewer, since="2022-09-30")

    assert not app.exception
    assert ("Assessed status (2)" in headings(app)) is is_told


def test_the_file_has_both_statuses_and_the_answer(plan, engine):
    with transaction(engine) as session:
        second = read_rounds(session, day=TODAY).rounds["id"].iloc[-1]
        answer_flag(
            session,
            actor=factories.make_actor(Role.LEAD),
            now=plans.TODAY,
            action_id=of(session, "DATA-A2").id,
            round_id=int(second),
            answer="Next week",
        )
        said = read_rounds(session, day=TODAY)
        file = status_table.file(statuses_on(plan_on(session, day=TODAY), said, day=TODAY))

    assert file.iloc[1].to_dict() == {
        "action": "DATA-A2",
        "title": HOSTILE,
        "responsible": factories.LEAD,
        "reported": "green",
        "round": 2,
        "likelihood in %": 80,
        "stale": "no",
        "assessed": "red",
        "reasons": "Delivered is 62 days late; more than 28 is red.",
        "contradiction": "Reported green, assessed red: too rosy.",
        "answer": "Next week",
    }
