"""Which files may be kept as evidence, known by their content and not only by their name."""

from pathlib import PurePath

from tracker.errors import InvalidChange

LARGEST = 10 * 1024 * 1024  # bytes
ALLOWED = "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, CSV or plain text"

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
# Ending: media type, and what such a file begins with (nothing: it has to be text).
_KINDS = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", b"PK\x03\x04"),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", b"PK\x03\x04"),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", b"PK\x03\x04"),
    ".odt": (f"{_OPEN}.text", b"PK\x03\x04"),
    ".ods": (f"{_OPEN}.spreadsheet", b"PK\x03\x04"),
    ".odp": (f"{_OPEN}.presentation", b"PK\x03\x04"),
    ".csv": ("text/csv", b""),
    ".txt": ("text/plain", b""),
}
ENDINGS = tuple(_KINDS)


def media_type_of(name: str, content: bytes, *, field: str = "files") -> str:
    """The media type of a file that may be kept.

    Raises:
        InvalidChange: It is too large, empty, of another kind, or not what its name says.
    """
    if len(content) > LARGEST:
        megabytes = -(-len(content) // (1024 * 1024))
        raise InvalidChange(
            f"{name} has {megabytes:,} MB. A file may have 10 MB; give a link to a larger one.",
            field=field,
        )
    if not content:
        raise InvalidChange(f"{name} is empty.", field=field)
    kind = _KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise InvalidChange(f"{name} can't be kept. Choose {ALLOWED}, or give a link.", field=field)
    media_type, beginning = kind
    if not (content.startswith(beginning) if beginning else _is_text(content)):
        raise InvalidChange(f"{name} is not what its name says. Choose {ALLOWED}.", field=field)
    return media_type


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return b"\0" not in content
