"""Campaigns: what getCampaignsForSource tells, and one run each."""
