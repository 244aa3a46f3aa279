"""The rehearsal: recorded calls are carried out by the bridge, on a sandbox made for each."""
