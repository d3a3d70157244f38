"""The directory: organisations and people."""
