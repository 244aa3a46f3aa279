"""What a regeneration changes in the contract: each new WSDL beside the one it follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from own_package import compare, document, reader, report
from wsdl_source import WsdlSource

RECORDED = "contract.wsdl"


def contract_changes(sources: Sequence[WsdlSource], package: Path) -> Iterator[str]:
    """Lines for each WSDL that is not the one which the bindings in `package` were made from.

    A new version is compared with the one before it. Where there are no bindings yet, there is
    nothing to compare with.
    """
    recorded = {path.parent.name[1:]: path for path in package.glob(f"v*/{RECORDED}")}
    for version in sorted(recorded.keys() - {source.version for source in sources}):
        yield f"contract {version}: gone"
    before: Path | None = None
    for source in sources:
        old = recorded.get(source.version)
        if old is not None and old.read_bytes() != source.path.read_bytes():
            yield from _changes(f"contract {source.version}", old, source.path)
        elif old is None and before is not None and recorded:
            yield from _changes(f"contract {source.version} (new)", before, source.path)
        before = source.path


def _changes(title: str, old: Path, new: Path) -> Iterator[str]:
    names = "/".join(old.parts[-2:]), "/".join(new.parts[-2:])
    try:
        findings = compare.compare(
            *(
                reader.read_contract(name, path.read_bytes())
                for name, path in zip(names, (old, new), strict=True)
            )
        )
    except document.WsdlError as error:
        # The bindings are made nevertheless: the generator has read the new one.
        yield f"{title}: cannot be compared: {error}"
        return
    yield f"{title}:"
    yield from (f"  {line}".rstrip() for line in report.as_lines(*names, findings))
