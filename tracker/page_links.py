"""Addresses of pages, for mails and calendars: what stands there is opened long afterwards."""

from urllib.parse import urlencode

from tracker.vocabulary import Role


def my_updates(public_url: str, post: str, ref: str = "") -> str:
    """The list of a lead's answers; with ``ref``, the form of that action is open.

    Args:
        post: That leads; blank: the reader holds none.
    """
    return of_page(public_url, "my_updates", post, ref=ref)


def action(public_url: str, post: str, ref: str) -> str:
    """The page of an action."""
    return of_page(public_url, "action", post, ref=ref)


def of_page(public_url: str, name: str, office: str, /, **query: str) -> str:
    """The page ``name``; ``query`` is what its address asks for.

    Args:
        office: The post that the reader holds, or "Chair of DIAG"; blank: none.
    """
    # Where readers choose who they are, the page opens as that lead.
    query |= {"as": office and f"{Role.LEAD.label}: {office}"}
    given = urlencode({each: value for each, value in query.items() if value})
    return f"{public_url}/{name}" + (f"?{given}" if given else "")
