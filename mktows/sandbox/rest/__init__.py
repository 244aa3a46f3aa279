"""The vendor's REST API, answered from the sandbox's own data."""
