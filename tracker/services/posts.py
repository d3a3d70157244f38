"""Posts: adding, editing and abolishing them. They exist whether or not somebody holds them."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import audit, permissions
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Appointment, Organisation, Post
from tracker.permissions import Actor
from tracker.services._directory import find_organisation
from tracker.services._finding import find, line_of, reason_of
from tracker.vocabulary import Permission, PostKind, Strand


def add_post(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    kind: PostKind,
    title: str = "",
    strand: Strand | None = None,
    organisation_id: int | None = None,
    exists_from: date | None = None,
) -> int:
    """Add a post, vacant until somebody is appointed; returns its key.

    Args:
        title: What actions call it. Blank: made of the rest, "Gender champion, DEFRA".
        strand: What a champion speaks for.
        organisation_id: ``None``: a post of the whole profession.
        exists_from: ``None``: from today.

    Raises:
        NotAllowed: ``actor`` may not edit posts.
        NotFound: There is no such organisation.
        InvalidChange: A champion's post has no strand, or the title is missing, too long or
            another post's.
    """
    permissions.require(actor, Permission.POST_EDIT)
    if (kind is PostKind.CHAMPION) != (strand is not None):
        raise InvalidChange(
            "Choose what the champion speaks for. Other posts have no strand.", field="strand"
        )
    whose = None if organisation_id is None else find_organisation(session, organisation_id)
    post = Post(
        created_at=now,
        title=_free_title(session, title or _usual_title(kind, strand, whose), None),
        kind=kind,
        strand=strand,
        organisation_id=organisation_id,
        exists_from=exists_from or day_of(now),
    )
    session.add(post)
    session.flush()
    audit.record(session, actor=actor, now=now, sentence=f"Added the post {post.title}")
    return post.id


def edit_post(
    session: Session, *, actor: Actor, now: datetime, post_id: int, version: int, title: str
) -> None:
    """Rename a post. Actions that name it by its old title have to be changed themselves.

    Raises:
        NotAllowed: ``actor`` may not edit posts.
        NotFound: There is no such post.
        EditConflict: Somebody changed it in between.
        InvalidChange: The title is missing, too long, another post's or what it is already.
    """
    permissions.require(actor, Permission.POST_EDIT)
    post = find(session, Post, post_id, version=version)
    before = post.title
    post.title = _free_title(session, title, post)
    what = audit.differences(session)
    audit.record(session, actor=actor, now=now, sentence=f"Post {before}: {what}")


def abolish_post(
    session: Session, *, actor: Actor, now: datetime, post_id: int, version: int, reason: str
) -> None:
    """End a post that nobody holds: from now on it is neither filled nor vacant.

    Raises:
        NotAllowed: ``actor`` may not edit posts.
        NotFound: There is no such post.
        EditConflict: Somebody changed it in between.
        InvalidChange: It is abolished already, somebody holds it or will, or no reason is given.
    """
    permissions.require(actor, Permission.POST_EDIT)
    post = find(session, Post, post_id, version=version)
    why = reason_of(reason)
    today = day_of(now)
    if post.abolished_on:
        raise InvalidChange("This post is abolished already.")
    spells = session.exec(
        select(Appointment).where(Appointment.post_id == post.id, ~col(Appointment.is_void))
    )
    if any(each.ends_on is None or each.ends_on >= today for each in spells):
        raise InvalidChange("Somebody holds this post. End their appointment first.")
    post.abolished_on = max(today, post.exists_from)
    audit.record(
        session, actor=actor, now=now, sentence=f"Abolished the post {post.title}", reason=why
    )


def _usual_title(kind: PostKind, strand: Strand | None, organisation: Organisation | None) -> str:
    """``"Gender champion, DEFRA"``; blank for kinds whose title says nothing without a name."""
    if kind in (PostKind.LEAD, PostKind.OTHER):
        return ""
    what = f"{strand.label} champion" if strand else kind.label
    return f"{what}, {organisation.code}" if organisation else what


def _free_title(session: Session, title: str, post: Post | None) -> str:
    wanted = line_of(title, "The title", field="title")
    other = session.exec(select(Post.id).where(col(Post.title) == wanted)).first()
    if other is not None and other != (post.id if post else None):
        raise InvalidChange(f"There is a post called {wanted} already.", field="title")
    return wanted
