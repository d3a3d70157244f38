"""Rounds of questions: building and answering them, comments, results."""
