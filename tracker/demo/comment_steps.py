"""What became of the comments in the demo's rounds of questions: checked, counted and answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlmodel import Session, select

from tracker.analytics import comment_themes
from tracker.models import CommentTheme, Theme
from tracker.permissions import Actor
from tracker.queries.comments import read_comment, read_comment_keys, read_comment_themes
from tracker.services import comments, releases, theme_decisions
from tracker.services._finding import find_action
from tracker.vocabulary import DecisionKind, Role

SECRETARIAT = Actor(Role.SECRETARIAT.label, Role.SECRETARIAT)


def keep_themes(session: Session, now: datetime, themes: Mapping[str, Mapping[str, str]]) -> None:
    """Add the themes that there aren't yet: each with its ``words`` and the plan's ``theme``."""
    known = {theme.name for theme in read_comment_themes(session)}
    for name, told in themes.items():
        if name in known:
            continue
        comments.add_theme(
            session,
            actor=SECRETARIAT,
            now=now,
            name=name,
            keywords=told["words"].replace(", ", "\n"),
            plan_theme_id=session.exec(select(Theme.id).where(Theme.code == told["theme"])).one(),
        )


def check_all(session: Session, now: datetime, round_id: int) -> None:
    """Check every comment of a round, with the themes that are proposed for it, and count them."""
    keywords = {theme.id: theme.keywords for theme in read_comment_themes(session)}
    for key in read_comment_keys(session, round_id):
        comment = read_comment(session, key.question_id, key.response_key)
        assert comment is not None  # it was there a moment ago
        proposed = comment_themes.suggest(
            pd.Series([comment.words]), {str(id_): words for id_, words in keywords.items()}
        )
        comments.check_comment(
            session,
            actor=SECRETARIAT,
            now=now,
            question_id=comment.question_id,
            response_key=comment.response_key,
            version=comment.version,
            theme_ids=[int(theme) for theme in proposed["theme"]],
        )
    releases.release_comments(session, actor=SECRETARIAT, now=now, round_id=round_id)


def answer(
    session: Session, actor: Actor, now: datetime, round_id: int, told: Mapping[str, Any]
) -> None:
    """Reply to a theme of a round."""
    theme = session.exec(select(CommentTheme).where(CommentTheme.name == told["theme"])).one()
    theme_decisions.decide_on_theme(
        session,
        actor=actor,
        now=now,
        round_id=round_id,
        theme_id=theme.id,
        version=0,
        kind=DecisionKind(told["kind"]),
        reply=told["reply"],
        action_id=find_action(session, told["action"]).id if "action" in told else None,
    )
