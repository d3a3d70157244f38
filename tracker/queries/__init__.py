"""Reads: a session in, frames or frozen dataclasses out, their columns promised in docstrings."""
