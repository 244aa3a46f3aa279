"""Limits on calls, kept on this side: rate, calls at a time, and the quota of a day."""
