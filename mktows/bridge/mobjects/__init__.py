"""Opportunities, roles and programs as marketing objects, and what describes them."""
