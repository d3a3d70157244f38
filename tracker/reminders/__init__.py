"""Reminders by mail: what is due, how it is said, and how it is sent once."""
