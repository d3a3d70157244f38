"""Changes: each checks permission first, then the rules, and leaves an audit entry.

A service never commits: whoever opened the transaction does.
"""
