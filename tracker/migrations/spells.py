"""Constraints by which the database itself refuses spells that overlap.

Both days of a spell belong to it; one without an end goes on; one that is void doesn't count.
"""

from alembic import op

_FAR = "'9999-12-31'"


def refuse_overlaps(table: str, *owners: str, where: str = "", what: str = "spells") -> None:
    """Refuse two rows of the same ``owners`` (whole numbers) whose spells overlap.

    Args:
        where: Which rows alone are compared.
        what: Names the constraint.
    """
    name = f"{table}_{what}_overlap"
    counts = " AND ".join(["NOT {0}is_void", *([f"{{0}}{where}"] if where else [])])
    if op.get_bind().dialect.name == "postgresql":
        # An owner as a range of one number needs no extension, as comparing numbers would.
        parts = [f"int4range({owner}, {owner}, '[]') WITH &&" for owner in owners]
        parts.append("daterange(starts_on, ends_on, '[]') WITH &&")
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT ex_{name} "
            f"EXCLUDE USING gist ({', '.join(parts)}) WHERE ({counts.format('')})"
        )
        return
    same = " AND ".join(f"other.{owner} = NEW.{owner}" for owner in owners)
    for event in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {table} "
            f"WHEN {counts.format('NEW.')} BEGIN "
            f"SELECT RAISE(ABORT, '{name}') WHERE EXISTS (SELECT 1 FROM {table} AS other "
            f"WHERE other.id IS NOT NEW.id AND {same} AND {counts.format('other.')} "
            f"AND other.starts_on <= coalesce(NEW.ends_on, {_FAR}) "
            f"AND NEW.starts_on <= coalesce(other.ends_on, {_FAR})); END"
        )
