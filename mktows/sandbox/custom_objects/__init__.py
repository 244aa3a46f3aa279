"""Custom objects and their types."""
