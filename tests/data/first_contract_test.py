"""Tests of a program that calls the service: what does it send, and what does it withstand?"""

import pytest


def our_program(client):
    """Stands for the integration under test."""
    client.sync_lead({"Email": "t@t.com", "FirstName": "George"})


@pytest.mark.mktows(strict=True)
def test_what_we_send_is_of_the_contract(mktows_client, mktows_sandbox):
    our_program(mktows_client)  # a strict sandbox refuses all else
    assert [call.operation for call in mktows_sandbox.calls()] == ["syncLead"]


def test_a_second_run_updates_the_lead(mktows_client):
    our_program(mktows_client)
    our_program(mktows_client)
    assert mktows_client.get_lead(email="t@t.com").count == 1


def test_we_wait_while_the_rate_limit_refuses_us(mktows_client, mktows_sandbox):
    mktows_sandbox.fail_next("syncLead", code=20023, times=2)
    our_program(mktows_client)
    assert len(mktows_sandbox.calls(failed=True)) == 2
