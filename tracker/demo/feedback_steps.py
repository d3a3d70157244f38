"""The demo's rounds of questions and suggestions, told by ``data/demo/feedback.toml``."""

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from sqlmodel import Session, col, select

from tracker.demo import comment_steps
from tracker.demo.comment_steps import SECRETARIAT
from tracker.models import FeedbackRound, Group, Question, Suggestion, Theme
from tracker.permissions import SYSTEM, Actor
from tracker.services import (
    decisions,
    feedback_closing,
    feedback_groups,
    feedback_questions,
    feedback_rounds,
    reply_releases,
    responses,
    suggestion_backings,
    suggestions,
)
from tracker.services._finding import find_action
from tracker.transfer.example import DATA
from tracker.vocabulary import AGREEMENT, DecisionKind, QuestionKind, Role

# One in so many answers in their own words; the answers differ by so much from their mean.
ONE_COMMENT_IN, SPREAD = 4, 1.0

Take = Callable[[Session, datetime], None]
_Table = Mapping[str, Any]


def feedback_steps() -> Iterator[tuple[date, Take]]:
    """Everything that happens, in the order of its days, each as what does it."""
    rounds, proposals = _story()["rounds"], _story()["suggestions"]
    steps = [step for number, told in enumerate(rounds) for step in _of_round(told, number)]
    steps += [step for told in proposals for step in _of_suggestion(told)]
    steps += [(day, _count_replies) for day in _story()["replies_counted_on"]]
    yield from sorted(steps, key=lambda step: step[0])


@cache
def _story() -> dict[str, Any]:
    return tomllib.loads((DATA / "demo" / "feedback.toml").read_text(encoding="utf-8"))


def _of_round(told: _Table, number: int) -> Iterator[tuple[date, Take]]:
    yield told["made_on"], partial(_build, told)
    yield told["opens_on"], partial(_open, told)
    yield told["opens_on"], partial(_answer, told, number)
    if "closed_on" in told:
        yield told["closed_on"], partial(_close, told)
    if "checked_on" in told:
        yield told["checked_on"], partial(_check, told)
    for reply in told.get("replies", []):
        yield reply["on"], partial(_reply, told, reply)


def _build(told: _Table, session: Session, now: datetime) -> None:
    by: dict[str, Any] = {"actor": SECRETARIAT, "now": now}
    round_id = feedback_rounds.add_round(
        session,
        title=told["title"],
        opens_on=told["opens_on"],
        closes_on=told["closes_on"],
        introduction="Invented for the demo.",
        **by,
    )
    for key in told["asks"]:
        _ask(session, round_id, _story()["questions"][key], by)
    for name, (invited, _) in told["groups"].items():
        feedback_groups.ask_group(
            session,
            round_id=round_id,
            group_id=_group_id(session, name),
            invited=None if invited == "unknown" else invited,
            **by,
        )


def _ask(session: Session, round_id: int, question: _Table, by: dict[str, Any]) -> None:
    """Ask a question of an earlier round again, or a new one."""
    asked = select(Question.id).where(Question.wording == question["wording"])
    if known := session.exec(asked).first():
        feedback_questions.reuse_question(session, round_id=round_id, question_id=known, **by)
        return
    feedback_questions.add_question(
        session,
        round_id=round_id,
        kind=QuestionKind(question["kind"]),
        wording=question["wording"],
        options="\n".join(question.get("options", [])),
        **by,
    )


def _open(told: _Table, session: Session, now: datetime) -> None:
    of = _found(session, told)
    feedback_rounds.open_round(
        session, actor=SECRETARIAT, now=now, round_id=of.id, version=of.version
    )


def _answer(told: _Table, number: int, session: Session, now: datetime) -> None:
    # The same round is answered the same way in every demo.
    chance = random.Random(number)
    unsaid = chance.sample(told["comments"], len(told["comments"]))
    ids = {
        key: session.exec(
            select(Question.id).where(Question.wording == _story()["questions"][key]["wording"])
        ).one()
        for key in told["asks"]
    }
    member = 0
    for name, (_, answered) in told["groups"].items():
        for _ in range(answered):
            member += 1
            responses.give_response(
                session,
                actor=_member(member),
                now=now,
                round_id=_found(session, told).id,
                group_id=_group_id(session, name),
                answers={id_: _answer_to(key, told, chance, unsaid) for key, id_ in ids.items()},
            )


def _answer_to(
    key: str, told: _Table, chance: random.Random, unsaid: list[str]
) -> int | str | None:
    """What a member answers; nobody says what another has said already."""
    question = _story()["questions"][key]
    if question["kind"] == QuestionKind.TEXT:
        return unsaid.pop() if unsaid and chance.randrange(ONE_COMMENT_IN) == 0 else None
    highest = len(question.get("options", AGREEMENT))
    drawn = round(chance.gauss(told["means"][key], SPREAD))
    return min(max(drawn, 1), highest)


def _close(told: _Table, session: Session, now: datetime) -> None:
    of = _found(session, told)
    feedback_closing.close_round(session, actor=SYSTEM, now=now, round_id=of.id, version=of.version)


def _check(told: _Table, session: Session, now: datetime) -> None:
    comment_steps.keep_themes(session, now, _story()["themes"])
    comment_steps.check_all(session, now, _found(session, told).id)


def _reply(told: _Table, reply: _Table, session: Session, now: datetime) -> None:
    comment_steps.answer(session, _by(reply), now, _found(session, told).id, reply)


def _count_replies(session: Session, now: datetime) -> None:
    reply_releases.release_replies(session, actor=comment_steps.SECRETARIAT, now=now)


def _by(answer: _Table) -> Actor:
    """Who replies."""
    is_secretariat = answer["by"] == Role.SECRETARIAT.label
    return Actor(answer["by"], Role.SECRETARIAT if is_secretariat else Role.LEAD)


def _of_suggestion(told: _Table) -> Iterator[tuple[date, Take]]:
    yield told["made_on"], partial(_suggest, told)
    for number, answer in enumerate(told["answers"]):
        yield answer["on"], partial(_decide, told, answer, number)


def _suggest(told: _Table, session: Session, now: datetime) -> None:
    theme = select(Theme.id).where(Theme.code == told["theme"])
    suggestions.make_suggestion(
        session,
        actor=_member(1),
        now=now,
        words=told["words"],
        signed_by=told.get("signed_by", ""),
        theme_id=session.exec(theme).one(),
        group_id=_group_id(session, told["group"]) if "group" in told else None,
    )
    made = _suggestion(session, told)
    suggestions.publish_suggestion(
        session, actor=SECRETARIAT, now=now, suggestion_id=made.id, version=made.version
    )
    for number in range(told["backed_by"]):
        suggestion_backings.back_suggestion(
            session, actor=_member(number + 2), now=now, suggestion_id=made.id
        )


def _decide(told: _Table, answer: _Table, number: int, session: Session, now: datetime) -> None:
    ref = answer.get("action")
    decisions.decide(
        session,
        actor=_by(answer),
        now=now,
        suggestion_id=_suggestion(session, told).id,
        version=number,
        kind=DecisionKind(answer["kind"]),
        reply=answer["reply"],
        action_id=find_action(session, ref).id if ref else None,
    )


def _member(number: int) -> Actor:
    return Actor(f"Invented member {number}", Role.MEMBER)


def _found(session: Session, told: _Table) -> FeedbackRound:
    return session.exec(select(FeedbackRound).where(FeedbackRound.title == told["title"])).one()


def _suggestion(session: Session, told: _Table) -> Suggestion:
    return session.exec(select(Suggestion).where(Suggestion.words == told["words"])).one()


def _group_id(session: Session, name: str) -> int:
    return session.exec(select(Group.id).where(col(Group.name) == name)).one()
