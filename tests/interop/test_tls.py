"""Programs in other languages trust the authority that `--tls` names, and refuse any other."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.envelopes import signed
from support.program_peers import has_php_soap
from support.programs import QUICK

from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox import Sandbox
from mktows.sandbox.tls import local_tls, tls_context
from mktows.server.http.certificates import Authority, read_hosts
from mktows.server.http.server import ThreadedServer

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).parent / "tls"
RUN = "from mktows.cli.main import run; run()"
PASSWORD = "changeit"
# As in a compose file, and as a program of old has it hard-wired.
HOSTS = ("sandbox_1", "123-ABC-456.mktoapi.test")


@dataclass(frozen=True)
class Served:
    """A sandbox that `mktows sandbox --tls` serves.

    Attributes:
        endpoint: Where it is called.
        authority: The file that it says clients have to trust.
        fingerprint: That file's, as it says.
        another: The like, of an authority that it does not know.
    """

    endpoint: str
    authority: Path
    fingerprint: str
    another: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("tls")
    log = folder / "stderr"
    argv = ["sandbox", "--port", "0", "--tls", "--tls-folder", "kept"]
    argv += ["--control", *(word for host in HOSTS for word in ("--allow-host", host))]
    paths = f"{ROOT}{os.pathsep}{ROOT / 'generated'}"
    with (
        log.open("w") as file,
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", RUN, *argv],
            env={**os.environ, "PYTHONPATH": paths}, cwd=folder, stderr=file,
        ) as process,
    ):  # fmt: skip
        try:
            until = time.monotonic() + 30
            while not re.search("fingerprint is .*\n", log.read_text()):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.02)
            told = log.read_text()
            (endpoint,) = re.findall(r"the sandbox is at (https://\S+)", told)
            (authority,) = re.findall(r"trust the authority in (\S+)", told)
            (fingerprint,) = re.findall(r"SHA-256 fingerprint is (\S+)", told)
            another = local_tls(folder / "another", HOSTS).authority
            yield Served(endpoint, Path(authority), fingerprint, another)
        finally:
            process.kill()


Done = subprocess.CompletedProcess[str]


def run(*command: str | Path, **variables: str) -> Done:
    """Run a program with a signed envelope as its input."""
    return subprocess.run(
        command, input=signed().decode(), env={**os.environ, **variables},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def php(endpoint: str, authority: Path, _: Path) -> Done:
    program = PROGRAMS / "call.php"
    settings = ["-d", "soap.wsdl_cache_enabled=0", "-d", "display_errors=stderr"]
    return run("php", *settings, program, endpoint, SAMPLE_USER_ID, SAMPLE_KEY, authority)


def php_by_setting(endpoint: str, authority: Path, _: Path) -> Done:
    program = PROGRAMS / "call.php"
    settings = ["-d", "soap.wsdl_cache_enabled=0", "-d", f"openssl.cafile={authority}"]
    return run("php", *settings, program, endpoint, SAMPLE_USER_ID, SAMPLE_KEY)


def java(endpoint: str, authority: Path, folder: Path, *options: str) -> Done:
    store = folder / "trusted.p12"
    imported = run(
        "keytool", "-importcert", "-noprompt", "-alias", "mktows", "-file", authority,
        "-keystore", store, "-storepass", PASSWORD,
    )  # fmt: skip
    assert imported.returncode == 0, imported.stdout
    trusts = [f"-Djavax.net.ssl.trustStore={store}"]
    trusts.append(f"-Djavax.net.ssl.trustStorePassword={PASSWORD}")
    return run("java", *QUICK, *options, *trusts, PROGRAMS / "Call.java", endpoint)


def ruby(endpoint: str, authority: Path, _: Path) -> Done:
    return run("ruby", PROGRAMS / "call.rb", endpoint, SSL_CERT_FILE=str(authority))


def node(endpoint: str, authority: Path, _: Path) -> Done:
    return run("node", PROGRAMS / "call.js", endpoint, NODE_EXTRA_CA_CERTS=str(authority))


def curl(endpoint: str, authority: Path, _: Path) -> Done:
    content = ("-H", "Content-Type: text/xml", "--data-binary", "@-")
    return run("curl", "--silent", "--show-error", "--cacert", authority, *content, endpoint)


def curl_by_name(endpoint: str, authority: Path, _: Path) -> Done:
    """Under the name that is hard-wired, which leads here."""
    port = endpoint.split(":")[2].partition("/")[0]
    leads_here = ("--resolve", f"{HOSTS[1]}:{port}:127.0.0.1")
    named = endpoint.replace("127.0.0.1", HOSTS[1])
    content = ("-H", "Content-Type: text/xml", "--data-binary", "@-")
    return run("curl", "-sS", *leads_here, "--cacert", authority, *content, named)


CALLING = """
import sys
from mktows import NO_RETRY, Client, Config, Secret
with Client(Config(*sys.argv[1:3], Secret(sys.argv[3])), retry=NO_RETRY) as client:
    client.list_mobjects()
print("successListMObjects")
"""
ZEEP = """
import sys
import zeep
zeep.Client(sys.argv[1] + "?WSDL")
print("successListMObjects")
"""
URLLIB = """
import sys
import urllib.request
request = urllib.request.Request(sys.argv[1], sys.stdin.buffer.read(), {"Content-Type": "text/xml"})
with urllib.request.urlopen(request) as answer:
    print(answer.read().decode())
"""
SHOWING = """
import sys
from mktows.cli.main import main
code = main(["sandbox", "calls", "--url", sys.argv[1].partition("/soap/")[0]])
print("" if code else "successListMObjects")
sys.exit(code)
"""


def python(program: str) -> Callable[[str, Path, Path], Done]:
    def call(endpoint: str, authority: Path, _: Path) -> Done:
        argv = [sys.executable, "-c", program, endpoint, SAMPLE_USER_ID, SAMPLE_KEY]
        return run(*argv, REQUESTS_CA_BUNDLE=str(authority), SSL_CERT_FILE=str(authority))

    return call


CLIENTS: dict[str, tuple[str, Callable[[str, Path, Path], Done], str]] = {
    "php": ("php", php, "Parsing WSDL: Couldn't load"),
    "php.ini": ("php", php_by_setting, "Parsing WSDL: Couldn't load"),
    "java": ("keytool", java, "PKIX path"),
    "ruby": ("ruby", ruby, "certificate verify failed"),
    "node": ("node", node, "issuer certificate"),
    "curl": ("curl", curl, "certificate"),
    "curl by name": ("curl", curl_by_name, "certificate"),
    "mktows": (sys.executable, python(CALLING), "certificate or TLS was not accepted"),
    "urllib": (sys.executable, python(URLLIB), "CERTIFICATE_VERIFY_FAILED"),
    "mktows sandbox calls": (sys.executable, python(SHOWING), "TLS was not accepted"),
    "zeep": (sys.executable, python(ZEEP), "CERTIFICATE_VERIFY_FAILED"),
}
"""What must be installed, what calls an endpoint, and what that says of a strange authority."""


SLOW = {"java"}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.slow] * (n in SLOW)) for n in CLIENTS]
)
def test_a_client_trusts_the_authority_and_no_other(
    name: str, served: Served, tmp_path: Path
) -> None:
    program, call, refusal = CLIENTS[name]
    if shutil.which(program) is None or (program == "php" and not has_php_soap()):
        pytest.skip(f"{program} is missing")
    answered = call(served.endpoint, served.authority, tmp_path)
    assert answered.returncode == 0, answered.stderr
    assert "successListMObjects" in answered.stdout
    (tmp_path / "trusted.p12").unlink(missing_ok=True)
    refused = call(served.endpoint, served.another, tmp_path)
    assert refused.returncode != 0
    assert "successListMObjects" not in refused.stdout
    assert refusal in refused.stderr + refused.stdout


def java_by_name(endpoint: str, authority: Path, folder: Path) -> Done:
    (folder / "hosts").write_text(f"127.0.0.1 {HOSTS[1]}\n")
    named = endpoint.replace("127.0.0.1", HOSTS[1])
    return java(named, authority, folder, f"-Djdk.net.hosts.file={folder / 'hosts'}")


@pytest.mark.parametrize(
    ("program", "call", "refusal"),
    [
        ("curl", curl_by_name, "permitted subtree violation"),
        pytest.param("keytool", java_by_name, "name constraints check", marks=pytest.mark.slow),
    ],
)
def test_a_stolen_key_makes_no_certificate_for_other_names(
    program: str, call: Callable[[str, Path, Path], Done], refusal: str, tmp_path: Path
) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is missing")
    now = datetime.now(UTC)
    stolen = Authority.make([], now)
    forged, trusted = tmp_path / "forged.pem", tmp_path / "ca.pem"
    trusted.write_bytes(stolen.certificate_pem())
    forged.write_bytes(dataclasses.replace(stolen, hosts=read_hosts([HOSTS[1]])).issue(now).pem)
    context = tls_context(forged, forged)
    with Sandbox() as sandbox, ThreadedServer(sandbox, hosts=HOSTS, tls=context) as server:
        done = call(server.endpoint("3_1"), trusted, tmp_path)
    assert done.returncode != 0
    assert refusal in done.stderr
    assert "successListMObjects" not in done.stdout


def test_openssl_finds_nothing_wrong(served: Served) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is missing")
    place = served.endpoint.removeprefix("https://").partition("/")[0]
    strictly = ("-x509_strict", "-purpose", "sslserver", "-verify_return_error")
    for name in ("localhost", HOSTS[1], "elsewhere.test"):
        said = run(
            "openssl", "s_client", "-connect", place, "-CAfile", served.authority, *strictly,
            "-verify_hostname", name,
        )  # fmt: skip
        assert ("Verify return code: 0 (ok)" in said.stdout) is (name != "elsewhere.test"), said
    shown = run("openssl", "x509", "-in", served.authority, "-noout", "-fingerprint", "-sha256")
    assert shown.stdout.strip().partition("=")[2] == served.fingerprint
    refused = run("openssl", "s_client", "-connect", place, "-CAfile", served.another, *strictly)
    assert "Verify return code: 0 (ok)" not in refused.stdout
