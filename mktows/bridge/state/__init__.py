"""The state of the bridge, which several processes share: one database."""
