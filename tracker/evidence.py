"""Which files may be kept as evidence, known by their content and not only by their name."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from tracker.errors import InvalidChange

LARGEST = 10 * 1024 * 1024  # bytes
ALLOWED = "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, CSV or plain text"

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_ZIP = b"PK\x03\x04"
_OFFICE_PART, _OPEN_PART = "[Content_Types].xml", "mimetype"
# Ending: media type, what such a file begins with (nothing: it has to be text), and what an
# archive of its kind holds.
_KINDS = {
    ".pdf": ("application/pdf", b"%PDF-", ""),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n", ""),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff", ""),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff", ""),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", _ZIP, _OFFICE_PART),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _ZIP, _OFFICE_PART),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", _ZIP, _OFFICE_PART),
    ".odt": (f"{_OPEN}.text", _ZIP, _OPEN_PART),
    ".ods": (f"{_OPEN}.spreadsheet", _ZIP, _OPEN_PART),
    ".odp": (f"{_OPEN}.presentation", _ZIP, _OPEN_PART),
    ".csv": ("text/csv", b"", ""),
    ".txt": ("text/plain", b"", ""),
}
ENDINGS = tuple(_KINDS)


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that somebody hands in."""

    name: str
    content: bytes


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
    media_type, beginning, part = kind
    is_so = content.startswith(beginning) if beginning else _is_text(content)
    if not is_so or (part and not _holds(content, part)):
        raise InvalidChange(f"{name} is not what its name says. Choose {ALLOWED}.", field=field)
    return media_type


def _holds(content: bytes, part: str) -> bool:
    """Whether an archive has this part; only its list of contents is read."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return part in archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError):
        return False


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return b"\0" not in content
