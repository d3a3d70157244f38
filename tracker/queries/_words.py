"""What people look for, as a database can be asked for it."""


def askable(text: str) -> str:
    """``text`` without NUL: no record has it, and PostgreSQL refuses to be asked for it."""
    return text.replace("\0", "")
