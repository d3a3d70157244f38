"""What an e-mail address may look like, so that mail to it can be sent by any server."""

import re

LONGEST = 200

_ADDRESS = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
    re.IGNORECASE,
)


def is_address(text: str) -> bool:
    """Whether ``text`` is one plain address, ``name@example.org``, and nothing besides."""
    has_dots_apart = ".." not in text and not text.startswith(".") and ".@" not in text
    return bool(_ADDRESS.fullmatch(text)) and len(text) <= LONGEST and has_dots_apart
