"""Before a text is sent or shown: whether it is meant to hold what seems to be personal data."""

from tracker import personal_data
from tracker.errors import SeemsPersonal
from tracker.wording import listing


def refuse_personal(text: str, *, field: str, is_sure: bool) -> None:
    """Have whoever sends or shows ``text`` asked first, unless they are sure.

    Raises:
        SeemsPersonal: It seems to hold personal data; the message names the kinds, not what.
    """
    kinds = dict.fromkeys(span.kind for span in personal_data.find(text))
    if kinds and not is_sure:
        found = listing([_with_article(kind.label) for kind in kinds])
        raise SeemsPersonal(
            f"This seems to hold {found}. Take it out, or confirm that it may be seen.",
            field=field,
        )


def _with_article(label: str) -> str:
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"
