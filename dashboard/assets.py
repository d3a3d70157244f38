"""The program's own files for the browser: style sheet, script and icon."""

import base64
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "static"

# As a data address the icon needs no request, and no file is read at every run.
ICON = "data:image/svg+xml;base64," + base64.b64encode((FOLDER / "icon.svg").read_bytes()).decode()


def address(name: str) -> str:
    """Where the browser finds ``static/<name>``; the address changes with it."""
    return f"/kit/{name}?v={sha256((FOLDER / name).read_bytes()).hexdigest()[:12]}"
