"""The audit page, over changes made through real services."""

from datetime import date

import pytest

from dashboard.components.history import audit_trail
from dashboard.navigation import AUDIT
from tests import factories
from tests.dashboard.app_pages import plans
from tracker import audit
from tracker.db import transaction
from tracker.permissions import Actor
from tracker.queries import audit as queries
from tracker.queries.audit import SEARCHED_AT_ONCE, TrailSearch, read_trail
from tracker.vocabulary import Role

HOSTILE = "=1+1 [x](https://evil.example) <b>"
CLERK = "Clerk"

pytestmark = pytest.mark.usefixtures("day_of_the_plan")


@pytest.fixture
def notes(engine):
    """Somebody whose 60 entries are numbered."""
    with transaction(engine) as session:
        factories.make_strategy(session)
        for number in range(60):
            audit.record(
                session,
                actor=Actor(CLERK, Role.SECRETARIAT),
                now=plans.noon(date(2022, 11, 3)),
                sentence=f"Entry {number}",
            )


@pytest.fixture
def open_audit(open_page):
    def open_audit(**query):
        return open_page(AUDIT, **query)

    return open_audit


def trail(app):
    """The sentence above the entries, and the entries, as they are read."""
    sentence, *rest = [element.value.replace("\\", "") for element in app.markdown][1:3]
    return sentence.strip("*"), rest[0].removeprefix("- ").split("\n- ") if rest else []


def button(app, label):
    return next(button for button in app.button if button.label == label)


def test_every_change_says_who_when_why_and_which_fields(plan, open_audit):
    app = open_audit()

    assert not app.exception
    sentence, entries = trail(app)
    assert sentence.startswith("The latest ")
    assert sentence.endswith("from 1 September 2021 to 1 June 2022.")
    assert entries[0] == (
        "**1 June 2022, 13:00, Secretariat:** [DATA-A2](/action?ref=DATA-A2&as=Secretariat) "
        "Delivered: moved from “by Q2 2022” to “by Q3 2022”. Because: Two contacts are missing\n"
        "    - DATA-A2, Delivered: timing: “by Q2 2022” becomes “by Q3 2022”\n"
        "    - DATA-A2, Delivered: due on: “30 June 2022” becomes “30 September 2022”"
    )


def test_the_filters_stand_in_the_address(plan, open_audit):
    app = open_audit(**{"action": "data-a1", "words": "DONE", "from": "2021-11-01"})

    assert not app.exception
    _, entries = trail(app)
    assert len(entries) == 1
    assert "marked as done on 10 November 2021" in entries[0]

    assert trail(open_audit(**{"to": "2021-08-31"}))[0] == "No entry matches."


def test_a_person_is_chosen_from_those_who_changed_something(notes, open_audit):
    app = open_audit(person="the system")

    assert app.selectbox(key="person").options == [CLERK, "the system"]
    assert [CLERK in entry for entry in trail(app)[1]] == [False]

    unknown = open_audit(person="Nobody [x](y)")
    assert unknown.warning[0].value.replace("\\", "") == (
        "Nobody in the trail is called “Nobody [x](y)”."
    )


def test_pages_go_back_and_forth(notes, open_audit):
    app = open_audit(person=CLERK)
    assert trail(app)[0] == "The latest 50 entries, of 3 November 2022."
    assert "Entry 59" in trail(app)[1][0]

    app = button(app, "Earlier entries").click().run()
    assert len(trail(app)[1]) == 10
    assert "Entry 9" in trail(app)[1][0]

    app = button(app, "Later entries").click().run()
    assert "Entry 59" in trail(app)[1][0]


def test_another_search_begins_with_the_latest_again(notes, open_audit):
    app = open_audit(person=CLERK)
    app = button(app, "Earlier entries").click().run()

    app = app.text_input(key="words").set_value("Entry 5").run()

    assert trail(app)[0].startswith("The latest 15 entries")


def test_a_search_says_how_far_it_went_and_goes_on(notes, open_audit, monkeypatch):
    monkeypatch.setattr(queries, "SEARCHED_AT_ONCE", 20)

    searched = f"{SEARCHED_AT_ONCE:,} entries were searched, back to 3 November 2022."

    app = open_audit(person=CLERK, words="17")
    assert trail(app)[0] == f"No entry matches. {searched}"

    app = button(app, "Search earlier entries").click().run()
    assert trail(app)[0] == f"No entry matches on this page. {searched}"

    app = button(app, "Search earlier entries").click().run()
    assert trail(app)[0].startswith(f"1 entry, of 3 November 2022. {searched}")


def test_words_that_people_typed_are_shown_as_they_were_typed(engine, open_audit):
    with transaction(engine) as session:
        action = factories.make_action(session, ref="DATA-A1")
        audit.record(
            session,
            actor=Actor("*Ann*", Role.LEAD),
            now=plans.noon(date(2022, 11, 3)),
            sentence=HOSTILE,
            reason="line\n- another entry",
            action_id=action.id,
        )

    shown = open_audit().markdown[2].value.splitlines()

    assert shown[0].endswith(
        r"\*Ann\*:** [DATA\-A1](/action?ref=DATA-A1&as=Secretariat) "
        r"\=1\+1 \[x\]\(https\:\/\/evil\.example\) \<b\>. Because: line \- another entry"
    )
    assert not any(line.startswith("- another") for line in shown)


def test_an_earlier_day_has_only_what_had_happened(plan, open_page):
    app = open_page(AUDIT, as_at=date(2021, 11, 30))

    assert not app.exception
    assert "to 10 November 2021." in "".join(element.value for element in app.markdown)


@pytest.mark.parametrize("viewer", ["Member", f"Lead: {factories.LEAD}", "Sponsor"])
def test_only_the_secretariat_reads_it(plan, open_page, viewer):
    app = open_page(AUDIT, viewer=viewer)

    assert app.error[0].value == "Only the secretariat can open this page."
    assert not app.markdown


def test_the_file_has_the_changes_in_words(plan, engine):
    with transaction(engine, writes=False) as session:
        file = audit_trail.file(read_trail(session, TrailSearch(ref="DATA-A2")).entries)

    assert file.iloc[0].to_dict() == {
        "at": "2022-06-01 13:00",
        "person": "Secretariat",
        "role": "Secretariat",
        "action": "DATA-A2",
        "what": "Delivered: moved from “by Q2 2022” to “by Q3 2022”",
        "because": "Two contacts are missing",
        "changes": (
            "DATA-A2, Delivered: timing: “by Q2 2022” becomes “by Q3 2022”; "
            "DATA-A2, Delivered: due on: “30 June 2022” becomes “30 September 2022”"
        ),
        "more changes": 0,
    }


def test_an_empty_trail_says_so(engine, open_audit):
    assert trail(open_audit())[0] == "There are no entries."
