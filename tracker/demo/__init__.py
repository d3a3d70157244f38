"""Demonstration data: the real plan with an invented year of history, or a large invented plan."""
