"""A small plan that is reported on, and what is said of it and done to it, for tests of screens."""

from datetime import timedelta

from sqlmodel import select

from tests import factories
from tracker import audit
from tracker.clock import Clock
from tracker.db import transaction
from tracker.models import Action, ReportingRound, Reviewer, Theme, Update
from tracker.permissions import SYSTEM

LEAD = f"Lead: {factories.LEAD}"
TODAY = Clock().today()


class Reporting:
    """DATA-A1 and DATA-A2 of the data lead, OTHER-A1 of the champions lead; two rounds.

    Round 1 is over. Round 2 opened three days ago, closes in eleven, with five days of grace.
    """

    def __init__(self, engine):
        self.engine = engine
        with transaction(engine) as session:
            factories.make_strategy(session)
            _make_theme(session, "DATA", factories.LEAD, "DATA-A1", "DATA-A2")
            _make_theme(session, "OTHER", "Champions lead", "OTHER-A1")
        self.plan_round(1, opens_in=-40)
        self.plan_round(2, opens_in=-3)

    def plan_round(self, number, *, opens_in):
        with transaction(self.engine) as session:
            opens_on = TODAY + timedelta(days=opens_in)
            factories.make_round(session, number=number, opens_on=opens_on)

    def give(self, ref, number, verdict=None, comment="", **details):
        """An update in a round, reviewed by the sponsor if there is a verdict."""
        with transaction(self.engine) as session:
            update = factories.make_update(
                session, _action(session, ref), _round(session, number), **details
            )
            if verdict:
                factories.make_review(session, update, verdict=verdict, comment=comment)
            _record(session)

    def review(self, ref, verdict):
        """A review, by the sponsor, of what was said of an action last."""
        with transaction(self.engine) as session:
            said = select(Update).where(Update.action_id == _action(session, ref).id)
            update = session.exec(said.order_by(Update.id.desc())).first()
            factories.make_review(session, update, verdict=verdict)
            _record(session)

    def exempt(self, ref, number, **details):
        with transaction(self.engine) as session:
            factories.make_exemption(
                session, _action(session, ref), _round(session, number), **details
            )
            _record(session)

    def add_milestone(self, ref, **details):
        with transaction(self.engine) as session:
            factories.make_milestone(session, _action(session, ref), **details)

    def name_reviewer(self, code, name="Sponsor", from_round=1):
        with transaction(self.engine) as session:
            theme = session.exec(select(Theme).where(Theme.code == code)).one()
            details = {"created_at": factories.BEGINNING, "theme_id": theme.id}
            session.add(Reviewer(name=name, from_round=from_round, **details))
            _record(session)

    def change(self, model, *where, **values):
        """Changes records behind the reader's back."""
        with transaction(self.engine) as session:
            for record in session.exec(select(model).where(*where)):
                for name, value in values.items():
                    setattr(record, name, value)
            _record(session)

    def stored(self, model):
        """What the database holds now, in the order in which it was made."""
        with transaction(self.engine, writes=False) as session:
            found = list(session.exec(select(model)))
            session.expunge_all()
            return found


def _make_theme(session, code, lead, *refs):
    theme = factories.make_theme(session, code=code, name=f"{code} theme")
    objective = factories.make_objective(session, theme_id=theme.id)
    for ref in refs:
        action = factories.make_action(
            session, objective_id=objective.id, ref=ref, title=f"Work {ref}", responsible=lead
        )
        factories.make_milestone(session, action, timing="by 2099")


def _action(session, ref):
    return session.exec(select(Action).where(Action.ref == ref)).one()


def _round(session, number):
    return session.exec(select(ReportingRound).where(ReportingRound.number == number)).one()


def _record(session):
    audit.record(session, actor=SYSTEM, now=Clock().now(), sentence="Done for a test")
