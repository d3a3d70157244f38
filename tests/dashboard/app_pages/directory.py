"""Three organisations, their posts and people, for tests of the pages about them.

Today is ``TODAY``. The Gender champion's post has been vacant for nine weeks, and an action depends
on it; the LGBTQ+ champion's term ends in four weeks. DEFRA is represented in DIAG, by its chair.
"""

from datetime import date, datetime, timedelta

from tests import factories
from tracker.clock import LONDON
from tracker.vocabulary import GroupKind, GroupRole, GroupState, PostKind, Strand

TODAY = datetime(2022, 12, 1, 12, tzinfo=LONDON)
BEGAN = date(2022, 1, 1)
HOSTILE = "Eve [x](https://evil.example)"


def day(number: int) -> date:
    return TODAY.date() + timedelta(days=number)


def make_directory(session):
    defra, hse, met = (
        factories.make_organisation(session, code=code, name=name)
        for code, name in (("DEFRA", "Environment"), ("HSE", "Safety"), ("MET", "Weather"))
    )
    factories.make_organisation(session, code="OUT", name="Out of scope", is_in_scope=False)
    factories.make_milestone(
        session,
        factories.make_action(
            session, ref="DATA-A1", title="Ask members", responsible="Gender champion"
        ),
        timing="by 2023",
    )
    factories.make_action(session, ref="DATA-A2", title="Analyse")
    ada = person(session, "Ada Example", defra, post=factories.LEAD)
    ben, cleo = person(session, "Ben Example"), person(session, "Cleo Example", hse)
    gender = champion(session, "Gender champion", Strand.GENDER)
    appoint(session, gender, ben, ends_on=day(-64), handover_note="Meets on Mondays")
    lgbtq = champion(session, "LGBTQ+ champion", Strand.LGBTQ)
    appoint(session, lgbtq, ben, ends_on=day(28), deputy_id=cleo.id)
    of_defra = champion(session, "Gender champion, DEFRA", Strand.GENDER, defra)
    appoint(session, of_defra, cleo)
    contact = post(session, "HR contact, HSE", PostKind.HR_CONTACT, hse)
    appoint(session, contact, cleo)
    post(session, "HR contact, MET", PostKind.HR_CONTACT, met)
    diag = factories.make_group(
        session, name="DIAG", kind=GroupKind.ACTION_GROUP, state=GroupState.ACTIVE
    )
    factories.make_membership(session, diag, ada, role=GroupRole.CHAIR, starts_on=BEGAN)


def person(session, name, organisation=None, **details):
    at = organisation.id if organisation else None
    return factories.make_person(session, name=name, organisation_id=at, **details)


def champion(session, title, strand, organisation=None):
    return post(session, title, PostKind.CHAMPION, organisation, strand=strand)


def post(session, title, kind, organisation=None, **details):
    at = organisation.id if organisation else None
    given = {"title": title, "kind": kind, "organisation_id": at, "exists_from": BEGAN}
    return factories.make_post(session, **given | details)


def appoint(session, post, person, **details):
    factories.make_appointment(session, post, person, **{"starts_on": BEGAN} | details)
