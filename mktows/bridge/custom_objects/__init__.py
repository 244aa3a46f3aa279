"""Custom object types and their records."""
