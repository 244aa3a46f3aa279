"""One module for each target: what it reads, and what must hold of it."""
