"""Fuzzing: what reads foreign input, run on input that nobody thought of."""
