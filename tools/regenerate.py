"""Rebuild generated/mktows_bindings from every WSDL in wsdl/; `--check` only compares."""

from __future__ import annotations

import argparse
import difflib
import hashlib
import importlib.metadata
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from bindings_writer import modules
from contract_changes import RECORDED, contract_changes
from version_model import read_version
from wsdl_source import WsdlError, WsdlSource, read_wsdl
from xsdata.codegen.exceptions import CodegenError

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "tools" / "xsdata.xml"
PACKAGE = "mktows_bindings"
_SUMMARY = '"""Bindings for the mktows SOAP contract, one package per version."""'


class RegenerateError(Exception):
    """Regeneration cannot go on; nothing in the output folder was touched."""


def generate(wsdl_folder: Path, target: Path) -> list[WsdlSource]:
    """Write the whole package, made from every WSDL of a folder, into an empty folder.

    Returns:
        The WSDLs, the oldest version first.

    Raises:
        RegenerateError: There is no WSDL, or the generators are not the pinned versions.
        WsdlError: A WSDL is malformed or contradicts itself.
    """
    versions = pinned_versions()
    paths = sorted(wsdl_folder.glob("*.wsdl"), key=_version_order)
    if not paths:
        raise RegenerateError(f"{wsdl_folder}: no *.wsdl file there")
    sources = [read_wsdl(path) for path in paths]
    _refuse_twins(sources)
    models = [read_version(source, CONFIG) for source in sources]
    package = target / PACKAGE
    for module in modules(PACKAGE, models):
        _write(package / module.path, module.text, f"wsdl/{module.wsdl}")
    for source in sources:
        shutil.copyfile(source.path, package / f"v{source.version}" / RECORDED)
    names = ", ".join(f'"{source.version}"' for source in sources)
    _write(
        package / "__init__.py",
        f'{_SUMMARY}\n\nVERSIONS = ({names},)\n"""Known versions, oldest first; that of `2_7` is'
        ' the module `v2_7`."""\n',
        "wsdl/*.wsdl",
    )
    runtime = ROOT / "tools" / "codec_runtime.py"
    _write(package / "runtime.py", runtime.read_text(encoding="utf-8"), "tools/codec_runtime.py")
    (package / "py.typed").touch()
    inputs = (CONFIG, runtime)
    record = {
        "generators": versions,
        "config": {f"tools/{path.name}": _digest(path) for path in inputs},
        "wsdl": {f"wsdl/{source.path.name}": _digest(source.path) for source in sources},
    }
    (package / "GENERATED.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    _format(package)
    return sources


def pinned_versions() -> dict[str, str]:
    """The generators' versions that pyproject.toml pins, checked against what is installed.

    ruff counts among them: xsdata formats its output with it.
    """
    with (ROOT / "pyproject.toml").open("rb") as file:
        pins = tomllib.load(file)["dependency-groups"]["codegen"]
    versions = {}
    for pin in pins:
        name, _, version = pin.partition("==")
        name = name.partition("[")[0]
        installed = importlib.metadata.version(name)
        if installed != version:
            raise RegenerateError(
                f"{name} {installed} is installed, but the bindings are made with {version}: "
                "install the dependency group `codegen`"
            )
        versions[name] = version
    return versions


def differences(expected: Path, actual: Path) -> list[str]:
    """Unified diffs between two folders, empty when they hold the same bytes."""
    lines: list[str] = []
    names = {
        path.relative_to(folder)
        for folder in (expected, actual)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    for name in sorted(names):
        old, new = (_read(folder / name) for folder in (actual, expected))
        if old == new:
            continue
        if old is None or new is None:
            lines.append(f"{name}: {'missing' if old is None else 'does not belong there'}\n")
        diff = list(
            difflib.unified_diff(
                _lines(old), _lines(new), f"{name} (on disk)", f"{name} (regenerated)", n=1
            )
        )
        shown = old is None or new is None
        lines += diff or ([] if shown else [f"{name}: differs in bytes that do not show as text\n"])
    return lines


def install(fresh: Path, target: Path) -> None:
    """Put a freshly generated folder in the place of the old one, or leave the old one there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = target.with_name(f".{target.name}.new")
    retired = target.with_name(f".{target.name}.old")
    for leftover in (staged, retired):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(fresh, staged)
    if target.exists():
        target.rename(retired)
    staged.rename(target)
    shutil.rmtree(retired, ignore_errors=True)


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 done or fresh, 1 stale or refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when stale")
    parser.add_argument("--wsdl", type=Path, default=ROOT / "wsdl", help="folder of WSDL files")
    parser.add_argument("--output", type=Path, default=ROOT / "generated", help="folder to fill")
    options = parser.parse_args(argv)
    logging.getLogger("xsdata").setLevel(logging.ERROR)
    target = options.output.resolve() / PACKAGE
    with tempfile.TemporaryDirectory(prefix="mktows-") as folder:
        try:
            sources = generate(options.wsdl.resolve(), Path(folder).resolve())
        except (WsdlError, RegenerateError, CodegenError) as error:
            print(f"regenerate: {error}", file=sys.stderr)
            return 1
        fresh = Path(folder) / PACKAGE
        for line in contract_changes(sources, target):
            print(line)
        lines = differences(fresh, target)
        if options.check:
            sys.stdout.writelines(lines)
            if lines:
                print(f"regenerate: {target} is stale: run tools/regenerate.py", file=sys.stderr)
            return 1 if lines else 0
        if lines:
            install(fresh, target)
    print(f"regenerate: {target} {'rewritten' if lines else 'unchanged'}", file=sys.stderr)
    return 0


def _version_order(path: Path) -> tuple[list[int], str]:
    return [int(part) for part in re.findall(r"\d+", path.stem)], path.name


def _refuse_twins(sources: list[WsdlSource]) -> None:
    seen: dict[str, Path] = {}
    for source in sources:
        if source.version in seen:
            raise WsdlError(source.path, 1, f"{seen[source.version].name} has the same version")
        seen[source.version] = source.path


def _write(path: Path, text: str, origin: str) -> None:
    banner = f"# Made from {origin} by tools/regenerate.py. Do not edit: change those and run it.\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(banner + text, encoding="utf-8")


def _format(package: Path) -> None:
    """Format by the pinned ruff, without anybody's configuration."""
    ruff = Path(sys.executable).with_name("ruff")
    subprocess.run(
        [ruff, "format", "--isolated", "--quiet", "--line-length=100", package],
        check=True,
        env={**os.environ, "RUFF_NO_CACHE": "true"},
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _lines(data: bytes | None) -> list[str]:
    if data is None:
        return []
    return [f"{line}\n" for line in data.decode("utf-8", "backslashreplace").splitlines()]


if __name__ == "__main__":
    sys.exit(main())
