"""Suggestions and themes found in comments: replies to them, and what came of them."""
