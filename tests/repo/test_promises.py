"""Each promise of the manual on retries, deadlines, proxies, secrets and web pages is tested."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import docs

ROOT = Path(__file__).parent.parent.parent
TWICE = "integration/test_nothing_twice.py"
NETWORK = "integration/test_network.py"
TRANSPORT = "core/test_transport.py"
CALLERS = "server/http/test_callers.py"

# The words of the manual, and the tests that would notice if they were not true.
PROMISES: dict[str, tuple[str, ...]] = {
    # Retries
    "Reads are repeated when that may help": (
        "core/test_retry.py::test_a_read_is_repeated_when_that_may_help",
    ),
    "Writes are repeated only when the failed attempt certainly did nothing": (
        f"{TWICE}::test_no_write_arrives_twice",
        "core/test_retry.py::test_a_write_that_may_have_happened_is_not_repeated",
        "core/test_retry.py::test_a_write_that_certainly_did_not_happen_is_repeated",
    ),
    "no byte of the request had left, as the connection itself notes": (
        f"{TWICE}::test_no_write_arrives_twice",
        f"{TWICE}::test_an_error_that_is_being_handled_has_no_say",
        f"{TRANSPORT}::test_an_exception_chooses_the_words_and_nothing_else",
    ),
    "the service refused the call unseen (20016, 20023, 20024)": (
        "core/test_retry.py::test_a_write_that_certainly_did_not_happen_is_repeated",
        f"{NETWORK}::test_an_expired_write_is_sent_again",
    ),
    "Each attempt is signed anew": (f"{NETWORK}::test_each_attempt_is_signed_anew",),
    "`retry=NO_RETRY` turns it off": ("core/test_retry.py::test_no_retry_never_repeats",),
    "`not_carried_out`: True only when the call certainly changed nothing at the service": (
        "core/test_errors.py::test_what_was_never_sent_was_certainly_not_carried_out",
        "core/test_errors.py::test_a_fault_that_may_follow_a_write_is_no_refusal",
        "core/test_errors.py::test_a_fault_that_refuses_the_request_is_a_refusal",
        f"{TWICE}::test_the_report_of_a_sync_agrees_with_what_the_service_holds",
    ),
    # Deadlines and bounds
    "Timeouts are 10 s to connect and 90 s without a byte": (
        f"{TRANSPORT}::test_each_timeout_is_for_what_its_name_says",
        "core/test_config.py::test_a_client_waits_as_long_as_the_manual_says",
    ),
    "each attempt takes at most ten times the latter, from connecting to the last byte, whatever "
    "the other side does": (
        f"{TWICE}::test_no_drip_outlasts_the_deadline",
        f"{TWICE}::test_a_call_ends_soon_after_its_deadline",
        f"{TWICE}::test_a_request_that_nobody_reads_is_given_up",
        f"{TRANSPORT}::test_no_other_address_is_tried_when_there_is_no_time_for_it",
    ),
    "A reply may have 64 MiB": (
        f"{NETWORK}::test_a_reply_over_the_limit_is_refused_while_it_is_read",
        f"{TRANSPORT}::test_a_reply_that_never_begins_is_cut_off_by_its_size",
        "core/test_config.py::test_a_client_waits_as_long_as_the_manual_says",
    ),
    # Proxies, and where requests may go
    "`http://` is refused but for loopback and for hosts allowed by name": (
        "core/test_config.py::test_plain_http_is_allowed_to_a_host_by_name_only",
    ),
    "redirects are not followed": (f"{NETWORK}::test_a_redirect_is_not_followed",),
    "Proxies and certificates come from the environment": (
        f"{TWICE}::test_every_route_works_where_nothing_breaks",
    ),
    "calls to this machine go through no proxy": (
        f"{TRANSPORT}::test_a_call_to_this_machine_goes_through_no_proxy",
    ),
    "no password of `~/.netrc` is sent": (
        f"{TRANSPORT}::test_no_password_of_a_netrc_file_is_sent",
    ),
    # Secrets and leads
    "**Secrets and leads** stay out of logs, errors and reprs": (
        "integration/test_secrets.py::test_neither_stands_in_errors_or_logs",
        "integration/test_secrets.py::test_refused_data_is_not_repeated",
        "integration/test_secrets.py::test_results_show_no_data_in_their_repr",
        "cli/test_cli_secrets.py::test_the_key_is_never_printed",
        "cli/test_cli_secrets.py::test_a_lead_is_never_printed",
    ),
    "the error's own text repeats none of the service's, which may name leads": (
        "core/test_errors.py::test_the_text_of_a_fault_holds_nothing_that_the_service_wrote_freely",
    ),
    "signatures and keys are masked": (
        "server/journal/test_masking.py::test_however_the_signature_is_written_it_is_masked",
        "server/journal/test_masking.py::test_no_broken_envelope_shows_the_signature",
    ),
    # Web pages
    "Web pages are refused": (
        f"{CALLERS}::test_web_pages_are_refused",
        f"{CALLERS}::test_a_web_page_neither_writes_nor_reads",
        f"{CALLERS}::test_a_web_page_does_not_steer",
    ),
    "answers programs that call it by a loopback name, by its address, or by a name given with "
    "`--allow-host`": (
        f"{CALLERS}::test_a_program_is_answered_under_each_name_of_the_server",
        f"{CALLERS}::test_a_name_that_is_not_ours_is_refused",
        f"{CALLERS}::test_a_name_that_was_given_is_answered_for_all",
    ),
    "every call is one transaction, and what was answered is on disk": (
        "sandbox/test_crash.py::test_killed_at_any_moment_no_answered_call_is_lost_or_doubled",
    ),
}


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("promise", PROMISES)
def test_the_manual_still_promises_it_and_once(promise: str) -> None:
    pages = [words(page.read_text(encoding="utf-8")) for page in docs.pages()]
    assert sum(page.count(promise) for page in pages) == 1


@pytest.mark.parametrize("test", sorted({test for tests in PROMISES.values() for test in tests}))
def test_the_test_behind_a_promise_is_there(test: str) -> None:
    path, _, name = test.partition("::")
    tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
    (found,) = (
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name
    )
    skips = [
        mark for mark in map(ast.unparse, found.decorator_list) if re.search("skip|xfail", mark)
    ]
    assert not skips
    assert any(isinstance(node, ast.Assert | ast.With) for node in ast.walk(found))
