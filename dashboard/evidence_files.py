"""Evidence files: addresses that only those get who may see them, and the answer to each.

A request for a file comes without the reader's session. So its address is signed while the page is
drawn for somebody who may read updates, names one file, and is good for an hour or two.
"""

import hmac
import secrets
from hashlib import sha256
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard import session
from tracker.clock import Clock
from tracker.db import transaction
from tracker.queries import rounds

PATH = "/evidence/{evidence_id}"

# Known to this process alone: after a restart, the pages sign anew.
_KEY = secrets.token_bytes(32)
_HOUR = 3600  # seconds

FORGED = "This address is not complete. Open the file from the page that shows it."
EXPIRED = "This address was good for an hour or two. Reload the page that shows the file."
MISSING = "There is no such file."


def good_until() -> int:
    """Until when an address made now is good, in seconds: the end of the next full hour.

    The same for everyone during an hour, so that what is drawn with it can be replayed.
    """
    return (int(Clock().now().timestamp()) // _HOUR + 2) * _HOUR


def address(evidence_id: int, until: int) -> str:
    """Where a browser finds the file. Make one only for somebody who may read updates."""
    query = urlencode({"until": until, "signature": _signature(evidence_id, until)})
    return f"/evidence/{evidence_id}?{query}"


async def answer(request: Request) -> Response:
    """The file, to be kept and not shown: nothing in it can act as a page of ours."""
    evidence_id = request.path_params["evidence_id"]
    until, signature = (request.query_params.get(name, "") for name in ("until", "signature"))
    if not hmac.compare_digest(signature.encode(), _signature(evidence_id, until).encode()):
        return PlainTextResponse(FORGED, status_code=403)
    if Clock().now().timestamp() >= int(until):
        return PlainTextResponse(EXPIRED, status_code=403)
    found = await run_in_threadpool(_file, int(evidence_id))
    if found is None:
        return PlainTextResponse(MISSING, status_code=404)
    name, media_type, content = found
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


def _file(evidence_id: int) -> tuple[str, str, bytes] | None:
    with transaction(session.engine(), writes=False) as db:
        return rounds.evidence_file(db, evidence_id)


def _signature(evidence_id: int | str, until: int | str) -> str:
    return hmac.new(_KEY, f"{evidence_id} {until}".encode(), sha256).hexdigest()
