"""The settings of an instance, and the work that waits in it."""
