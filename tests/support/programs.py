"""Programs that call the service and end: in PHP, in Python 2, and in Java through JAX-WS stubs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import peers
import pytest

from support.vendor_programs import VendorProgram, filled_in

PROGRAMS = Path(__file__).parents[1] / "interop"
PHP, JAVA = PROGRAMS / "php", PROGRAMS / "java"
_MARKETO = peers.libraries()["python2"]
# Short runs: no time for the slow compiler, no threads for the collector.
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]
_wsimport = shutil.which("wsimport")
# Debian and the reference distribution alike: bin/wsimport.sh beside lib/jaxws-tools.jar.
_JARS = Path(_wsimport).resolve().parent.parent / "lib" if _wsimport else Path()
CODEC = Path("/usr/share/java/commons-codec.jar")

# An opportunity of the demo world.
_DEAL = 7

needs_jaxws = pytest.mark.skipif(
    shutil.which("javac") is None or not (_JARS / "jaxws-tools.jar").is_file(),
    reason="JAX-WS is missing: wsimport with its jars, and javac",
)
needs_codec = pytest.mark.skipif(
    not CODEC.is_file(), reason="commons-codec, which the vendor's programs use, is missing"
)
needs_marketo = pytest.mark.skipif(
    not _MARKETO.ready(), reason="marketo for Python 2 is missing: tools/peers.py installs it"
)


def run(*command: str | Path, given: str = "", silent: bool = False, **variables: str) -> str:
    """Run a program to its end, and return what it says; `silent` ones must not complain."""
    result = subprocess.run(
        command,
        input=given,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert not (silent and result.stderr), result.stdout + result.stderr
    return result.stdout


def run_php(program: Path, **settings: str) -> str:
    """Run a program in PHP, with settings in its environment."""
    options = ["-d", "soap.wsdl_cache_enabled=0", "-d", "display_errors=stderr"]
    return run("php", *options, program, silent=True, **settings)


def run_marketo(endpoint: str, user_id: str, key: str) -> Any:
    """Call every function of marketo, in Python 2, and return what they give."""
    python = peers.python2()
    assert python is not None
    program = PROGRAMS / "python2" / "calls.py"
    paths = {"PYTHONPATH": str(_MARKETO.folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return json.loads(run(python, program, endpoint, user_id, key, silent=True, **paths))


def run_java(classes: Path, *arguments: str, given: str = "") -> str:
    """Run a class with the classes and stubs that `compiled` made."""
    return run(
        *("java", *QUICK, "-Dfile.encoding=UTF-8", "-cp", _path(classes, CODEC), *arguments),
        given=given,
    )


def make_stubs(folders: Mapping[str, Path]) -> None:
    """Make the sources of stubs, each of the WSDL at an endpoint, in its folder."""
    wanted: list[str | Path] = []
    for endpoint, folder in folders.items():
        wanted += [f"{endpoint}?WSDL", folder]
    tools = _JARS / "jaxws-tools.jar"
    run("java", *QUICK, "-cp", tools, JAVA / "Import.java", JAVA / "simple.xjb", *wanted)


def compiled(folder: Path, stubs: Path, *sources: Path) -> Path:
    """Compile programs and what they need of the stubs, and return the folder of the classes."""
    classes = folder / "classes"
    classes.mkdir()
    options = ["-J-XX:TieredStopAtLevel=1", "-nowarn", "-proc:none", "-encoding", "UTF-8"]
    where: list[str | Path] = ["-cp", _path(CODEC), "-sourcepath", stubs, "-d", classes]
    # Nothing refers to it, and it says which namespace the classes are of.
    package = stubs / "com" / "marketo" / "mktows" / "package-info.java"
    run("javac", *options, *where, package, *sources)
    return classes


def _path(*places: Path) -> str:
    return ":".join(str(each) for each in (_JARS / "jaxws-rt.jar", _JARS / "jaxb-api.jar", *places))


def in_envelope(message: bytes) -> bytes:
    """Put a message that `Operations.java` wrote into an envelope."""
    soap = b"http://schemas.xmlsoap.org/soap/envelope/"
    return b'<e:Envelope xmlns:e="%s"><e:Body>%s</e:Body></e:Envelope>' % (soap, message)


def vendor_php(
    program: VendorProgram, endpoint: str, user_id: str, key: str, deal: int = _DEAL
) -> str:
    """A vendor's program with its settings filled in, and ids that exist.

    Args:
        program: The program.
        endpoint: Where it calls.
        user_id: As whom it calls.
        key: The key that goes with the user.
        deal: The id of an opportunity.
    """
    settings = {
        "marketoSoapEndPoint": endpoint,
        "marketoUserId": user_id,
        "marketoSecretKey": key,
    }
    changes = {rf'(?<=\${name})\s*=\s*""': f' = "{value}"' for name, value in settings.items()}
    return filled_in(program.source, changes | _ids(program, deal))


def vendor_java(
    program: VendorProgram,
    endpoint: Callable[[str], str],
    user_id: str,
    key: str,
    name: str,
    deal: int = _DEAL,
) -> str:
    """The like for a program in Java, which gets a name of its own.

    The page of syncMObjects calls the second and third attribute of each request `attrib1`, which
    it never declares; they get the names under which they are declared. Programs of either page
    are made with stubs of 2_1, which one page names; the other calls a later version with them.
    """
    source = re.sub(
        r"(Attrib (attrib\d) = new Attrib\(\);\s*)attrib1(\.setName\([^;]*;\s*)attrib1(\.setValue)",
        r"\1\2\3\2\4",
        program.source,
    )
    place = endpoint("2_1" if program.operation == "syncMultipleLeads" else "2_7")
    old = program.operation[0].upper() + program.operation[1:]
    return filled_in(
        source,
        {
            r'(?<=new URL\()"[^"]*"': f'"{place}"',
            r'(?<=marketoUserId = )"[^"]*"': f'"{user_id}"',
            r'(?<=marketoSecretKey = )"[^"]*"': f'"{key}"',
            rf"(?<=public class ){old}\b": name,
        }
        | _ids(program, deal),
    )


def _ids(program: VendorProgram, deal: int) -> dict[str, str]:
    """Ids that the page of syncMObjects has, of an opportunity and a lead, and those that exist."""
    if program.operation != "syncMObjects":
        return {}
    return {'"64"': f'"{deal}"', '"19"': '"6"'}
