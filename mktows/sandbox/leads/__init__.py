"""Leads: reading, writing and merging them."""
