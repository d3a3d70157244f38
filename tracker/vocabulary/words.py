"""What a fixed word is."""

from enum import StrEnum


class Word(StrEnum):
    """A fixed word: its value is stored, its label is read by people."""

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()
