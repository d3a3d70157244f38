"""What the short name of an organisation may look like."""

import re

LONGEST = 20
CODE = re.compile(rf"[A-Z][A-Z0-9&-]{{0,{LONGEST - 1}}}")
ALLOWED = (
    f"Write up to {LONGEST} letters, digits, & and hyphens that begin with a letter, such as DEFRA."
)
