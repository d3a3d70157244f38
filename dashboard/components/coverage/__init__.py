"""Coverage: which organisation lacks whom."""
