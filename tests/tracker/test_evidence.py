import io
import zipfile

import pytest

from tracker import evidence
from tracker.errors import InvalidChange
from tracker.evidence import media_type_of

OOXML = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(64)


def archive(*parts: str) -> bytes:
    """A real archive with empty parts of these names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for part in parts:
            made.writestr(part, "")
    return content.getvalue()


OFFICE_FILE = archive("[Content_Types].xml", "word/document.xml")
OPEN_FILE = archive("mimetype", "content.xml")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Report.PDF", b"%PDF-1.7\n", "application/pdf"),
        ("shot.png", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("photo.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("paper.docx", OFFICE_FILE, f"{OOXML}.wordprocessingml.document"),
        ("table.xlsx", OFFICE_FILE, f"{OOXML}.spreadsheetml.sheet"),
        ("talk.pptx", OFFICE_FILE, f"{OOXML}.presentationml.presentation"),
        ("paper.odt", OPEN_FILE, f"{OPEN}.text"),
        ("table.ods", OPEN_FILE, f"{OPEN}.spreadsheet"),
        ("talk.odp", OPEN_FILE, f"{OPEN}.presentation"),
        ("numbers.csv", b"a,b\n1,2\n", "text/csv"),
        ("notes.v2.txt", "Fünf – naïve".encode(), "text/plain"),
        ("notes.txt", "£5, as Windows writes it".encode("cp1252"), "text/plain"),
    ],
)
def test_a_file_of_an_allowed_kind_is_known_by_its_content(name, content, media_type):
    assert media_type_of(name, content) == media_type


@pytest.mark.parametrize("ending", evidence.ENDINGS)
def test_a_program_is_refused_whatever_it_is_called(ending):
    with pytest.raises(InvalidChange, match=r"not what its name says\. Choose PDF") as refusal:
        media_type_of(f"report{ending}", EXE)
    assert refusal.value.field == "files"


@pytest.mark.parametrize("name", ["report.docx", "report.odt"])
@pytest.mark.parametrize("content", [archive("setup.exe"), b"PK\x03\x04 cut off", archive()])
def test_any_other_archive_is_no_document(name, content):
    with pytest.raises(InvalidChange, match="not what its name says"):
        media_type_of(name, content)


@pytest.mark.parametrize(
    "name", ["setup.exe", "page.html", "drawing.svg", "report", "report.pdf.exe", ".pdf", "x.docm"]
)
def test_a_kind_that_is_not_kept_is_refused_by_its_name(name):
    with pytest.raises(InvalidChange, match=rf"^{name} can't be kept\. Choose PDF, Word"):
        media_type_of(name, b"%PDF-1.7")


def test_an_empty_file_shows_nothing():
    with pytest.raises(InvalidChange, match=r"^notes\.txt is empty\.$"):
        media_type_of("notes.txt", b"")


def test_ten_megabytes_are_kept_and_no_more():
    assert media_type_of("log.txt", b"x" * evidence.LARGEST) == "text/plain"
    with pytest.raises(InvalidChange, match=r"log\.txt has 11 MB\. A file may have 10 MB"):
        media_type_of("log.txt", b"x" * (evidence.LARGEST + 1))
    with pytest.raises(InvalidChange, match="has 50 MB"):
        media_type_of("log.txt", bytes(50 * 1024 * 1024))
