"""Runs tap-marketo against a sandbox: the first argument is where it is, the others are its own.

The tap itself is as it is published; its address alone, which it makes from a Munchkin id, is
another one. Between looks at a job it waits as long as its configuration says.
"""

import sys

from tap_marketo import main  # type: ignore[import-not-found]
from tap_marketo.client import Client  # type: ignore[import-not-found]

base = sys.argv.pop(1)
Client.get_url = lambda _client, path: f"{base}/{path}"
main()
