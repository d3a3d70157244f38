"""The rules and the records of the plan. Knows nothing of screens."""
