"""What the audit trail says, for tests of what is written into it."""

from sqlmodel import select

from tracker.models import AuditEntry


def latest_entry(session):
    return session.exec(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
