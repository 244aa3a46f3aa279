"""Envelopes that are valid but for one thing."""
