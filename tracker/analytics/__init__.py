"""Arithmetic on frames: pure, without a database, every figure with its formula and source."""
