"""The parts of the project that random faults are drawn in, and the tests that should notice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Area:
    """One part of the project.

    Attributes:
        files: Patterns of its files, below the root.
        stages: The tests that should notice a fault, or patterns of their files; each stage is
            one run, and the cheap ones stand first.
    """

    files: tuple[str, ...]
    stages: tuple[tuple[str, ...], ...]

    def sources(self, root: Path) -> list[str]:
        """Return its files below a root, each once, in order."""
        return [each for pattern in self.files for each in _matching(root, pattern)]

    def tests(self, root: Path, file: str) -> tuple[tuple[str, ...], ...]:
        """Return its stages with the files that the patterns match.

        Before them come the tests that are named after the file: most faults end there.
        """
        stages = tuple(
            tuple(each for pattern in stage for each in _matching(root, pattern))
            for stage in self.stages
        )
        name = f"test_*{Path(file).stem}*.py"
        near: dict[str, None] = {}
        for path in (each for stage in stages for each in stage):
            found = _matching(root, f"{path}/{name}") if (root / path).is_dir() else [path]
            near |= dict.fromkeys(each for each in found if Path(each).match(name))
        return (tuple(near), *stages) if near else stages


AREAS = {
    "checking": Area(
        files=("mktows/checking/*.py",),
        stages=(("tests/checking/test_r*.py", "tests/checking", "tests/cli/test_check.py"),),
    ),
    "diffing": Area(
        files=("mktows/diffing/*.py",),
        stages=(
            ("tests/diffing/test_*.py", "tests/cli/test_diff.py"),
            (
                "tests/property/test_renamed_types.py",
                "tests/property/test_broken_contracts.py",
                "tests/property/test_contract_changes.py",
                "tests/contract/test_versions.py",
            ),
        ),
    ),
    "testing": Area(
        files=("mktows/testing/**/*.py",),
        stages=(
            (
                "tests/testing/test_validators.py",
                "tests/testing/test_signatures.py",
                "tests/testing/test_strategies.py",
                "tests/testing/test_examples.py",
                "tests/testing/test_near_misses.py",
                "tests/testing/test_valid_messages.py",
                "tests/testing/test_realistic.py",
                "tests/testing/test_docstrings.py",
                "tests/testing/test_agreement.py",
                "tests/repo/test_clauses.py",
            ),
            ("tests/testing/test_detection.py", "tests/testing/test_plugin.py"),
            ("tests/testing/test_suite.py",),
            ("tests/contract", "tests/checking"),
        ),
    ),
    # The manual shows the help of every command.
    "cli": Area(files=("mktows/cli/*.py",), stages=(("tests/cli",), ("tests/repo/test_docs.py",))),
    "values": Area(
        files=(
            "mktows/values.py",
            "mktows/json_messages.py",
            "mktows/methods.py",
            "mktows/batching.py",
            "mktows/compound.py",
            "mktows/import_lines.py",
            "mktows/iterators.py",
            "mktows/mappings.py",
            "mktows/streams.py",
            "mktows/text.py",
        ),
        stages=(
            (
                "tests/core/test_values.py",
                "tests/core/test_mappings.py",
                "tests/core/test_streams.py",
                "tests/core/test_import_lines.py",
                "tests/integration/test_methods.py",
            ),
            ("tests/integration/test_iterators.py", "tests/integration/test_compound.py"),
            ("tests/core/test_json_messages.py",),
            ("tests/core/test_text.py", "tests/core/test_batching.py"),
            ("tests/integration", "tests/cli/test_call.py", "tests/cli/test_sync.py"),
        ),
    ),
    "writers": Area(
        files=(
            "tools/*_writer.py",
            "tools/shares.py",
            "tools/units.py",
            "tools/version_model.py",
            "tools/wsdl_source.py",
        ),
        stages=(
            ("tests/repo/test_regenerate.py",),
            ("tests/contract", "tests/core", "tests/diffing"),
        ),
    ),
    "runtime": Area(
        files=("generated/mktows_bindings/runtime.py",),
        stages=(
            ("tests/core/test_codec_reading.py", "tests/contract", "tests/property"),
            ("tests/integration", "tests/core", "tests/diffing", "tests/checking"),
        ),
    ),
}


def _matching(root: Path, pattern: str) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.glob(pattern))
