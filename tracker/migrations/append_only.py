"""Triggers by which the database itself refuses to change or delete a row of a ledger."""

from alembic import op

_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
END $$
"""


def guard(table: str) -> None:
    """Refuse UPDATE and DELETE on ``table`` (and, on PostgreSQL, TRUNCATE)."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        for events, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{events.split()[0].lower()} BEFORE {events} "
                f"ON {table} FOR EACH {each} EXECUTE FUNCTION refuse_change()"
            )
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        )
