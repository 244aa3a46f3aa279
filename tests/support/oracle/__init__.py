"""The main oracle of the bridge: the same calls to the sandbox and to the bridge over REST."""
