"""Activities of leads: scans with their progress, changes, and the types."""
