"""Champions and other posts: who holds them, and who might."""
