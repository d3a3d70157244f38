"""Groups: their life, members, meetings and work."""
