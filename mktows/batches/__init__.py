"""Many records by many calls: several in flight, and one outcome for each record."""
