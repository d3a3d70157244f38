"""Pieces of a page that are used twice or more."""
