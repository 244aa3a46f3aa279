"""Every call written down, with its secrets masked."""
