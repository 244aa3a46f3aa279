"""For the person who runs a bridge: settings file, proofs, snapshots, metrics, upkeep."""
