"""Leads: their keys, pages, records and values, synced and merged by REST calls."""
