"""What changed: since a day, and entry by entry."""
