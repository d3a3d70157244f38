"""The plan: its actions, milestones, versions and strategy, and what asks for attention."""
