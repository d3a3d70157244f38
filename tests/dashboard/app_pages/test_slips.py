"""The slip ledger, over moves made through real services."""

from datetime import date

import pytest
from sqlmodel import select

from dashboard.components.rounds import slip_ledger
from dashboard.navigation import SLIPS
from tests import factories
from tests.dashboard.app_pages import plans
from tests.dashboard.screen import headings
from tracker.analytics.slips import ledger
from tracker.db import transaction
from tracker.models import DateAgreement, DateChange
from tracker.queries.progress import plan_on
from tracker.queries.rounds import date_changes
from tracker.services.reviews import agree_date
from tracker.vocabulary import Role

HOSTILE = "=1+1 [x](https://evil.example)"
SPONSOR = "Sponsor"

pytestmark = pytest.mark.usefixtures("day_of_the_plan")


@pytest.fixture
def plan(engine):
    """DATA-A2 moved twice, the first time with a sponsor's consent; DATA-A3 moved once."""
    with transaction(engine) as session:
        plans.make_plan(session, DATA_A3=HOSTILE)  # moves DATA-A2 in June
        agree(session, on=date(2022, 6, 7))
        plans.move(session, "DATA-A2", "by January 2023", on=date(2022, 9, 1))
        plans.move(session, "DATA-A3", "by 15 December 2022", on=date(2022, 10, 1))


def agree(session, *, on):
    change = session.exec(select(DateChange).order_by(DateChange.id.desc())).first()
    agree_date(
        session,
        actor=factories.make_actor(Role.SPONSOR),
        now=plans.noon(on),
        date_change_id=change.id,
    )


@pytest.fixture
def open_slips(open_page):
    def open_slips(viewer=SPONSOR, **options):
        return open_page(SLIPS, viewer=viewer, **options)

    return open_slips


def words(table):
    return table.value.to_csv().replace("\\", "")


def test_it_says_first_how_many_dates_moved(plan, open_slips):
    app = open_slips()

    assert not app.exception
    assert app.markdown[0].value == (
        "**2 dates have moved, 3 times in all; a sponsor has agreed to 1 of the moves. "
        "1 date moved twice or more.**"
    )
    assert headings(app) == [
        *("To be agreed (2)", "Moved twice or more (1)", "Every move"),
        "First, current and done dates",
    ]


def test_what_moved_again_stands_above_with_its_whole_way(plan, open_slips):
    often = words(open_slips().table[0])

    assert "Work on DATA-A2: Delivered,2,by Q2 2022,by January 2023,215 days later" in often
    assert "DATA-A3" not in often


def test_every_move_has_its_reason_its_days_and_who_agreed(plan, open_slips):
    rows = words(open_slips().table[1]).splitlines()

    assert [row.count("Two contacts are missing") for row in rows[1:]] == [1, 1, 1]
    assert "1 October 2022 by Secretariat" in rows[1]
    assert "by December 2022,by 15 December 2022 (16 days earlier)" in rows[1]
    assert "Not agreed" in rows[2]
    assert "1 of 2" in rows[3]
    assert "Agreed] by Sponsor" in rows[3]


def test_words_of_the_plan_are_shown_as_they_were_typed(plan, open_slips):
    app = open_slips()

    shown = [card.value for card in app.markdown] + list(app.table[1].value.index)
    assert any(r"\=1\+1 \[x\]\(https\:\/\/evil\.example\)" in each for each in shown)
    assert not any("[x](https://evil.example)" in each for each in shown)


def test_a_sponsor_agrees_in_place(plan, open_slips, engine):
    app = open_slips()

    app.button[0].click().run()

    assert not app.exception
    assert app.success[0].value.replace("\\", "") == (
        "Agreed: Delivered of DATA-A3 is due by 15 December 2022."
    )
    assert "To be agreed (1)" in headings(app)
    with transaction(engine, writes=False) as session:
        agreed = session.exec(select(DateAgreement).order_by(DateAgreement.agreed_at)).all()
    assert [each.agreed_by for each in agreed] == ["Sponsor", "Sponsor"]


def test_somebody_was_faster(plan, open_slips, engine):
    app = open_slips()
    with transaction(engine) as session:
        agree(session, on=date(2022, 11, 1))

    app.button[0].click().run()

    assert not app.exception
    assert app.error[0].value.replace("\\", "") == "This date has been agreed already."
    assert "To be agreed (1)" in headings(app)
    assert not app.run().error


@pytest.mark.parametrize("viewer", ["Member", f"Lead: {factories.LEAD}"])
def test_others_read_but_do_not_agree(plan, open_slips, viewer):
    app = open_slips(viewer)

    assert not app.exception
    assert "To be agreed (2)" not in headings(app)
    assert not app.button


def test_nobody_agrees_to_their_own_move(plan, open_slips):
    app = open_slips("Secretariat")  # who made all of them

    assert headings(app)[0] == "To be agreed (0)"
    assert not app.button


def test_an_earlier_day_is_shown_as_it_was_recorded(plan, open_slips):
    app = open_slips(as_at=date(2022, 6, 2))

    assert not app.exception
    assert "1 date has moved, once in all; a sponsor has agreed to 0" in app.markdown[1].value
    assert headings(app) == ["Every move", "First, current and done dates"]
    assert "Not agreed" in words(app.table[0])


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ({"search": "january"}, ["DATA-A2"]),
        ({"agreement": "Agreed"}, ["DATA-A2"]),
        ({"agreement": "Not agreed"}, ["DATA-A3", "DATA-A2"]),
        ({"often": "true"}, ["DATA-A2", "DATA-A2"]),
        ({"theme": "DATA Data"}, ["DATA-A3", "DATA-A2", "DATA-A2"]),
    ],
)
def test_the_filters_stand_in_the_address(plan, open_slips, query, refs):
    app = open_slips(**query)

    assert not app.exception
    rows = words(app.table[1]).splitlines()[1:]
    assert [next(ref for ref in ("DATA-A2", "DATA-A3") if ref in row) for row in rows] == refs


def test_nothing_found_is_said_and_the_filters_can_be_cleared(plan, open_slips):
    app = open_slips("Member", search="nobody wrote this", theme="Unknown")

    assert app.info[0].value == "No move matches these filters."
    assert "“Unknown”" in app.warning[0].value

    app.button[0].click().run()
    assert len(words(app.table[1]).splitlines()) == 4


def test_no_move_at_all(engine, open_slips):
    with transaction(engine) as session:
        factories.make_milestone(session)

    assert open_slips().info[0].value.startswith("No date has moved.")


def test_before_there_is_a_plan(engine, open_slips):
    assert "There is no plan yet." in open_slips().info[0].value


def test_the_file_has_days_that_a_spreadsheet_reads(plan, engine):
    with transaction(engine, writes=False) as session:
        actions = plan_on(session, day=date(2022, 12, 1)).actions
        file = slip_ledger.file(ledger(date_changes(session), actions))

    assert file.fillna("").iloc[1].to_dict() == {
        "action": "DATA-A2",
        "action title": "Work on DATA-A2",
        "milestone": "Delivered",
        "moved on": "2022-09-01",
        "moved by": "Secretariat",
        "from": "by Q3 2022",
        "to": "by January 2023",
        "days": 123,
        "reason": "Two contacts are missing",
        "agreed by": "",
        "move": 2,
        "of": 2,
    }
