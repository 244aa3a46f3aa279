"""Static lists, and imports into them."""
