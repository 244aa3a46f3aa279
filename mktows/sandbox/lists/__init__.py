"""Static lists: their members, and imports into them."""
