"""Several processes serve one database file."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import pytest
from support.serving import ServedProcess, served_process

from mktows import NO_RETRY, Client, LimitFault, lead_mappings
from mktows.sandbox import Sandbox

CLIENTS = 2  # at each server
CALLS = 15


@pytest.mark.slow
def test_calls_to_two_processes_all_take_effect_once(tmp_path: Path) -> None:
    database = tmp_path / "my.db"
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    arguments = ("--database", str(database), "--limits", "quota=100000")
    answered: list[tuple[str, int]] = []
    with (
        served_process(folders[0], *arguments) as first,
        served_process(folders[1], *arguments) as second,
    ):

        def work(served: ServedProcess, name: str) -> None:
            with Client(served.config(), retry=NO_RETRY) as client:
                for call in range(CALLS):
                    email = f"{name}.{call}@example.com"
                    answered.append((email, client.sync_lead({"Email": email}).lead_id))

        threads = [
            threading.Thread(target=work, args=(served, f"{number}.{client}"))
            for number, served in enumerate((first, second))
            for client in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for served in (first, second):
            served.process.send_signal(signal.SIGTERM)
            assert served.process.wait(30) == 0
    count = 2 * CLIENTS * CALLS
    assert len(answered) == len({lead_id for _, lead_id in answered}) == count
    with Sandbox(database=database) as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        for email, lead_id in answered:
            (lead,) = lead_mappings(client.get_lead(email=email))
            assert lead["Id"] == lead_id
        calls = sandbox.calls(operation="syncLead")
        assert [call.outcome for call in calls] == ["ok"] * count


@pytest.mark.slow
def test_two_processes_share_one_quota(tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    arguments = ("--database", str(tmp_path / "my.db"), "--limits", "quota=3")
    with (
        served_process(folders[0], *arguments) as first,
        served_process(folders[1], *arguments) as second,
        Client(first.config(), retry=NO_RETRY) as one,
        Client(second.config(), retry=NO_RETRY) as other,
    ):
        one.list_mobjects()
        other.list_mobjects()
        one.list_mobjects()
        with pytest.raises(LimitFault, match="20015"):
            other.list_mobjects()
