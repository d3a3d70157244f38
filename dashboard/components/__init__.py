"""Pieces of pages: idioms of all pages at the top, then a folder a subject."""
