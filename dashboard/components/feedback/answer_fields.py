"""The questions of a round as members see them: to be answered, or as a preview."""

from collections.abc import Sequence
from functools import lru_cache

from dashboard.components.form import Form
from dashboard.markdown import plain
from tracker.queries.feedback import AskedQuestion
from tracker.services.responses import ANSWER, LONGEST_WORDS
from tracker.vocabulary import AGREEMENT, QuestionKind

# Unlike a choice taken back, it can be seen and said by keyboard.
NO_ANSWER = 0
_NO_ANSWER_LABEL = "I would rather not say"
_MUST = " (must be answered)"


def draw(opened: Form, questions: Sequence[AskedQuestion]) -> None:
    """Draw a field for each question, in order."""
    for number, question in enumerate(questions, start=1):
        label = f"{number}. {plain(question.wording)}{_MUST if question.is_required else ''}"
        if question.kind is QuestionKind.TEXT:
            opened.words(
                f"{ANSWER}{question.id}",
                label,
                help=f"Up to {LONGEST_WORDS:,} characters. Leave out names and places.",
            )
        else:
            _choice(opened, question, label)


def _choice(opened: Form, question: AskedQuestion, label: str) -> None:
    is_agreement = question.kind is QuestionKind.AGREEMENT
    labels = _labels(AGREEMENT if is_agreement else question.options, question.is_required)
    opened.choice(
        f"{ANSWER}{question.id}",
        label,
        [*labels],
        None,
        required=False,
        format_func=labels.get,
    )


@lru_cache(maxsize=64)
def _labels(options: tuple[str, ...], is_required: bool) -> dict[int, str]:
    labels = dict(enumerate(map(plain, options), start=1))
    return labels if is_required else labels | {NO_ANSWER: _NO_ANSWER_LABEL}
