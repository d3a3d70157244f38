"""Reads of comments for whoever checks them, and of the themes they keep."""

from dashboard.loaders.base import kept, reading
from dashboard.view import Moment
from tracker.areas import Area
from tracker.queries import comments as comment_queries
from tracker.queries.comments import Comment, CommentKey, Theme


@kept(Area.FEEDBACK)
def themes(moment: Moment) -> tuple[Theme, ...]:  # noqa: ARG001 - the moment is the key
    """Every theme, in alphabetical order."""
    with reading() as db:
        return comment_queries.read_comment_themes(db)


@kept(Area.FEEDBACK)
def keys(moment: Moment, round_id: int) -> tuple[CommentKey, ...]:  # noqa: ARG001 - the key
    """The comments of a closed round that still have words, question by question."""
    with reading() as db:
        return comment_queries.read_comment_keys(db, round_id)


def comment(key: CommentKey) -> Comment | None:
    """The comment; ``None`` when it has gone since."""
    with reading() as db:
        return comment_queries.read_comment(db, key.question_id, key.response_key)
