"""Worlds: what the data of a sandbox begins with."""
