"""`mktows bridge check`: proves the credentials, permissions and fields of each tenant."""

from __future__ import annotations

from mktows.bridge.operating.proofs import Prover
from mktows.cli import output
from mktows.cli.bridge_opened import opened_bridge


def check(config: str) -> int:
    """Print one line for each proof; 1 if something is missing."""
    missing = 0
    with opened_bridge(config) as bridge:
        settings = bridge.settings
        for name, instance in bridge.instances.items():
            users = [each for each in settings.users.values() if each.tenant == name]
            prover = Prover(instance, users)
            for each in prover.proofs():
                missing += each.state == "missing"
                output.line(output.one_line(f"{name}: {each.state}: {each.what}: {each.text}"))
            output.note(f"{output.one_line(name)}: {prover.calls} REST calls made")
    if missing:
        output.note(f"{missing} missing")
    return 1 if missing else 0
