"""The journals of old programs, as toolkits of several languages write their calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.peer_steps import steps
from support.reported import Reporter
from support.served_demo import served_demo
from support.soap_peers import Peer, PeerFault, SudsPeer, ZeepPeer

from mktows.contract import contract
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID

VERSION = "2_7"


@pytest.mark.slow
@pytest.mark.parametrize("kind", [ZeepPeer, SudsPeer])
def test_the_calls_of_a_toolkit_are_all_reported(kind: type[Peer], tmp_path: Path) -> None:
    with served_demo(tmp_path) as served:
        peer = kind(served.endpoint(VERSION), user_id=SAMPLE_USER_ID, key=SAMPLE_KEY)
        made = 0
        for operation, arguments, _ in steps(VERSION, peer):
            made += 1
            try:
                peer.asked(operation, **arguments)
            except PeerFault:
                continue
        calls = served.calls()
    report = Reporter().report(calls)
    (user,) = report.users
    assert user.user_id == SAMPLE_USER_ID
    assert report.calls >= made
    assert {each.name for each in user.operations} == {*contract(VERSION).operations}
    assert not_masked(report) == []


def not_masked(report: Any) -> list[str]:
    """The examples that show a value of the demo world."""
    return [
        example.body
        for user in report.users
        for operation in user.operations
        for shape in operation.shapes
        for example in shape.outcome.examples
        if "@" in example.body or "@" in str(example.query)
    ]
