"""Programs: channels, tags, costs and tokens."""
