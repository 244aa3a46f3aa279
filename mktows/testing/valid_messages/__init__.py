"""Strategies for valid messages with realistic values."""
