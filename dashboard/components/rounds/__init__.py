"""Reporting rounds: updates, reviews, statuses, slips."""
