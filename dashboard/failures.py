"""What a reader sees when something fails: a sentence, never a traceback."""

import logging
import secrets

import streamlit as st

from dashboard.components import messages
from tracker.errors import TrackerError

log = logging.getLogger(__name__)


def tell(error: Exception) -> bool:
    """Say what happened in place of Streamlit's own box.

    A refusal of ours is said as it stands. Anything else is a fault of the program: it is logged
    under a reference that the reader is given too.

    Returns:
        ``True``: nothing else is to be shown.
    """
    if isinstance(error, TrackerError):
        messages.show_error(error)
        return True
    reference = secrets.token_hex(3).upper()
    log.error("Failure %s", reference, exc_info=error)
    st.error(
        "Something went wrong in this program. Reload the page to see what was kept, and try "
        f"again. If it comes back, report it with the reference {reference}.",
        icon=":material/error:",
    )
    return True
