"""MObjects: opportunities, their roles, and programs as objects."""
