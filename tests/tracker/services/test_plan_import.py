from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from tests.factories import BEGINNING, make_actor
from tests.tracker.transfer.plans import plans
from tracker.db import make_engine, transaction, trial, upgrade
from tracker.errors import EditConflict, FaultyFile, InvalidChange, NotAllowed
from tracker.models import AuditEntry, DateChange, Milestone
from tracker.permissions import SYSTEM
from tracker.queries.plan import read_plan as read_recorded
from tracker.services import actions, objectives, themes
from tracker.services.milestones import complete_milestone
from tracker.services.plan_import import ImportKind, ImportReport, import_plan
from tracker.transfer.example import PLAN
from tracker.transfer.plan_export import plan_file_of
from tracker.transfer.plan_file import ACTION_WEIGHT, COLUMNS, plan_rows
from tracker.transfer.plan_reader import read_plan
from tracker.transfer.spreadsheets import to_csv
from tracker.vocabulary import Role

HEADINGS = "theme_code,theme,objective,action,title,timing,needs,milestone,weight\n"
LATER = BEGINNING + timedelta(days=30)


def rows(*lines: str) -> str:
    return HEADINGS + "\n".join(lines)


def take(session, content: str | bytes, *, now=BEGINNING, known=(), **details) -> ImportReport:
    content = content if isinstance(content, bytes) else content.encode()
    plan = read_plan("plan.csv", content, known_actions=frozenset(known))
    return import_plan(
        session, **{"actor": SYSTEM, "now": now, "plan": plan, "source": "plan.csv"} | details
    )


def milestone(session, title="Delivered") -> Milestone:
    return session.exec(select(Milestone).where(Milestone.title == title)).one()


ONE = rows("DATA,Data,DATA-O1,DATA-A1,Analyse,by October 2021,,,")
MOVED = ONE.replace("October", "December")


def test_the_published_plan_is_imported_with_every_kind_of_deadline(session):
    report = take(session, PLAN.read_bytes())

    assert report.sentence == "25 added, 0 changed, 0 left alone"
    plan = read_recorded(session)
    deadlines = plan.milestones.groupby("ref")["timing"].apply(list)
    assert deadlines["DATA-A3"] == [
        "by October 2021",
        "by January 2022",
        "by April 2022",
        "by July 2022",
    ]
    assert deadlines["DATA-A5"] == ["before March 2022, if available"]
    assert deadlines["DATA-A7"] == ["1 month after DATA-A6"]
    assert deadlines["DATA-A8"] == ["from March 2022"]


def test_importing_the_same_file_again_changes_nothing(session):
    take(session, PLAN.read_bytes())
    before = plan_file_of(read_recorded(session))

    report = take(session, PLAN.read_bytes(), now=LATER)

    assert not report.changes_anything
    assert plan_file_of(read_recorded(session)) == before


@pytest.fixture(scope="module")
def scratch():
    """A database in memory, for examples that keep nothing."""
    engine = make_engine("sqlite://")
    upgrade(engine)
    yield engine
    engine.dispose()


@settings(max_examples=40)
@given(plan=plans())
def test_import_then_export_gives_the_same_plan_and_export_then_import_changes_nothing(
    scratch, plan
):
    details = {"actor": SYSTEM, "source": "plan.csv"}
    with trial(scratch) as session:
        import_plan(session, now=BEGINNING, plan=plan, **details)
        exported = plan_file_of(read_recorded(session))
        assert exported == plan
        assert not import_plan(session, now=LATER, plan=exported, **details).changes_anything


signs = st.sampled_from("aB,;'\"=-+@é \t\n\f\x1b\xa0\u2028")
typed = (
    st.text(signs, max_size=12)
    | st.integers(190, 320).map("x".__mul__)
    | st.sampled_from(["To be set", "to  BE set"])
)


@settings(max_examples=40)
@given(typed=st.lists(typed, min_size=8, max_size=8))
def test_what_is_typed_on_screens_comes_back_from_a_file_as_it_was(scratch, typed):
    with trial(scratch) as session:
        take(session, ONE)
        for change, details in changes_of_all_words(*typed):
            with suppress(InvalidChange):
                change(session, actor=SYSTEM, now=BEGINNING, **details)
        exported = to_csv(*plan_rows(plan_file_of(read_recorded(session))))
        assert not take(session, exported, now=LATER).changes_anything


def changes_of_all_words(name, goal, text, title, accountable, responsible, other, target):
    first = {"version": 1}
    yield themes.edit_theme, first | {"theme_id": 1, "name": name, "goal": goal}
    yield objectives.edit_objective, first | {"objective_id": 1, "text": text}
    bodies = {"accountable": accountable, "responsible": responsible}
    yield actions.edit_action, first | bodies | {"action_id": 1, "title": title}
    for called in (name, other, other.swapcase()):
        yield objectives.add_measure, {"objective_id": 1, "name": called, "target": target}
        yield actions.add_milestone, {"action_id": 1, "title": called, "timing": "to be set"}


def test_a_moved_deadline_goes_into_the_ledger_with_the_reason(session):
    take(session, ONE)

    report = take(session, MOVED, now=LATER, reason="The survey opened late")

    assert report.moves == 1
    assert milestone(session).timing == "by December 2021"
    [change] = session.exec(select(DateChange)).all()
    assert (change.from_timing, change.to_timing) == ("by October 2021", "by December 2021")
    assert change.reason == "The survey opened late"


def test_a_moved_deadline_without_a_reason_is_refused(session):
    take(session, ONE)

    with pytest.raises(InvalidChange, match="moves 1 deadline. Say why"):
        take(session, MOVED, now=LATER, reason=" ")


def test_a_trial_says_what_would_be_done_and_keeps_nothing(engine):
    with trial(engine) as session:
        report = take(session, PLAN.read_bytes(), reason=None)

    assert len(report.of(ImportKind.ADDED)) == 25
    with transaction(engine, writes=False) as session:
        assert read_recorded(session).strategy is None


REFERENCES = {
    "theme_code": "DATA",
    "objective": "DATA-O1",
    "action": "DATA-A1",
    "milestone": "Survey",
    "measure": "Share",
}
# What everybody may rewrite, as it stands, as the file has it, and as somebody else has put it.
WORDS = {
    "theme": ("Data", "Evidence", "Figures"),
    "theme_goal": ("Know", "Learn", "See"),
    "objective_text": ("Ask", "Listen", "Hear"),
    "title": ("Analyse", "Analyse well", "Analyse twice"),
    "accountable": ("DIAG", "GSE", "DAC"),
    "responsible": ("Ada", "Ben", "Cleo"),
    "timing": ("by October 2021", "by December 2021", "by March 2022"),
    "needs": ("", "DATA-A2", "DATA-A3"),
    "weight": ("1", "2", "3"),
    "target": ("40 %", "50 %", "60 %"),
    ACTION_WEIGHT: ("1", "2", "3"),
}
BEFORE, IN_FILE, MEANWHILE = range(3)


def sheet(version: int, **others: str) -> bytes:
    """One action with everything a file may say of it, and two that it may need."""
    columns = [*COLUMNS, ACTION_WEIGHT]
    said = REFERENCES | {column: words[version] for column, words in WORDS.items()} | others
    needed = [
        {"action": ref, "title": "Ask", "timing": "to be set"} for ref in ("DATA-A2", "DATA-A3")
    ]
    return to_csv(columns, [[row.get(each, "") for each in columns] for row in (said, *needed)])


@pytest.mark.parametrize("column", WORDS)
def test_what_was_changed_after_it_was_shown_is_not_overwritten_unseen(engine, column):
    with transaction(engine) as session:
        take(session, sheet(BEFORE))
    with trial(engine) as session:
        shown = take(session, sheet(IN_FILE), now=LATER, reason=None)
    with transaction(engine) as session:
        somebody_elses = sheet(BEFORE, **{column: WORDS[column][MEANWHILE]})
        assert take(session, somebody_elses, now=LATER, reason="Agreed").changes_anything
        standing = plan_file_of(read_recorded(session))

    refused = pytest.raises(EditConflict, match="would do something else now")
    with refused, transaction(engine) as session:
        take(session, sheet(IN_FILE), now=LATER, reason="Agreed", expected=shown)

    with transaction(engine, writes=False) as session:
        assert plan_file_of(read_recorded(session)) == standing


@pytest.mark.both_databases
def test_an_import_does_what_its_trial_showed_whatever_else_was_changed(engine):
    with transaction(engine) as session:
        take(session, sheet(BEFORE))
    with trial(engine) as session:
        shown = take(session, sheet(IN_FILE), now=LATER, reason=None)
    with transaction(engine) as session:
        take(session, rows("NEW,New,NEW-O1,NEW-A1,Begin,by 2024,,,"))

    with transaction(engine) as session:
        done = take(session, sheet(IN_FILE), now=LATER, reason="Agreed", expected=shown)

    assert done == shown
    assert len(done.of(ImportKind.CHANGED)) == 5


def test_all_that_the_plan_refuses_is_told_at_once_and_nothing_is_taken(engine):
    two = rows(
        "DATA,Data,DATA-O1,DATA-A1,Analyse,by October 2021,,,",
        ",,,DATA-A2,Publish,quarterly from October 2021 until 2022,,,",
    )
    with transaction(engine) as session:
        take(session, two)
        done = milestone(session)
        complete_milestone(
            session,
            actor=SYSTEM,
            now=LATER,
            milestone_id=done.id,
            version=done.version,
            done_on=LATER.date(),
        )
    changed = two.replace("by October", "by March").replace("quarterly", "monthly")

    with pytest.raises(FaultyFile) as refusal, transaction(engine) as session:
        take(session, changed.replace("Analyse", "Analyse again"), now=LATER, reason="late")

    assert [fault.row for fault in refusal.value.faults] == [2, 3]
    assert "is done, so its deadline" in str(refusal.value.faults[0])
    with transaction(engine, writes=False) as session:
        assert read_recorded(session).actions["title"].tolist() == ["Analyse", "Publish"]


def test_a_recurrence_whose_end_moves_out_gets_more_occurrences(session):
    row = "DATA,Data,DATA-O1,DATA-A1,Review,yearly from April 2022 until {},,,"
    take(session, rows(row.format(2023)))

    take(session, rows(row.format(2024)), now=LATER, reason="Agreed")

    titles = read_recorded(session).milestones["title"].tolist()
    assert titles == ["Delivered, April 2022", "Delivered, April 2023", "Delivered, April 2024"]


def test_what_the_file_does_not_name_stays_as_it_is(session):
    take(session, PLAN.read_bytes())

    take(session, rows("NEW,New,NEW-O1,NEW-A1,Begin,by 2024,,,"), now=LATER)

    assert len(read_recorded(session).actions) == 9


def test_a_circle_through_the_recorded_plan_is_found(engine):
    both = rows(
        "DATA,Data,DATA-O1,DATA-A1,Analyse,by October 2021,,,",
        ",,,DATA-A2,Publish,by November 2021,DATA-A1,,",
    )
    circle = ONE.replace("2021,,", "2021,DATA-A2,")

    with trial(engine) as session, pytest.raises(FaultyFile) as refusal:
        take(session, both)
        take(session, circle, now=LATER, known=["DATA-A2"])

    assert "a circle in which none can begin" in str(refusal.value.faults[0])


def test_a_changed_action_tells_of_the_import_in_its_history(session):
    take(session, ONE)

    take(session, ONE.replace("Analyse", "Analyse well"), now=LATER)

    entries = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    told = [entry.sentence for entry in entries if entry.action_id]
    assert told == ["Action DATA-A1: title: “Analyse” becomes “Analyse well” (import of plan.csv)"]
    assert entries[-1].sentence == "Imported plan.csv: 0 added, 1 changed, 3 left alone"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD, Role.SPONSOR])
def test_only_the_secretariat_imports(session, role):
    with pytest.raises(NotAllowed):
        take(session, ONE, actor=make_actor(role))


def test_a_thousand_actions_are_told_in_a_bounded_number_of_steps(session):
    lines = [
        f"T,Theme,T-O{number % 50 + 1},T-A{number},Work {number},by March 2022,,,"
        for number in range(1, 1001)
    ]
    lines.sort(key=lambda line: line.split(",")[2])
    shares: list[float] = []

    report = take(session, rows(*lines), progress=shares.append)

    assert len(report.of(ImportKind.ADDED)) == 1 + 50 + 1000 + 1000
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert 20 < len(shares) <= 60
