"""The activities of leads."""
