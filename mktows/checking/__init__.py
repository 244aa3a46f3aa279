"""Checks of messages against the contract and against what is known of the service."""
