"""What versions have in common: each piece of generated text once, for all versions that have it.

Two pieces are the same when their code is, and when all that the code names is the same too: a
class that holds a class which differs differs itself, and so does the code that writes it. What
their docstrings say makes no difference; the newest version's are kept.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from units import Key, Unit, code_of, names_defined, names_read


class Share(NamedTuple):
    """The units that some versions have and no other version has.

    Attributes:
        name: Tells those versions, such as `since_2_1`; it stays the same when a version is added
            that has the units too.
        phrase: The same in words.
        versions: Those versions, the oldest first.
        units: In the order of the oldest of them, with the docstrings of the newest.
    """

    name: str
    phrase: str
    versions: tuple[str, ...]
    units: tuple[Unit, ...]


_Place = tuple[str, Key]


def shares(versions: Mapping[str, Sequence[Unit]]) -> list[Share]:
    """The units of all versions, which come oldest first, each unit once.

    What a unit names stands in its own share, or in one that has all versions of its own and more:
    such a share comes before it.
    """
    numbers = _numbers(versions)
    owners: dict[int, tuple[str, ...]] = {}
    for (version, _), number in numbers.items():
        owners[number] = (*owners.get(number, ()), version)
    newest = {
        numbers[version, unit.key]: unit for version, units in versions.items() for unit in units
    }
    found: dict[tuple[str, ...], list[Unit]] = {}
    for number, having in owners.items():
        found.setdefault(having, []).append(newest[number])
    known = tuple(versions)

    def order(having: tuple[str, ...]) -> tuple[int, int, list[int]]:
        places = [known.index(version) for version in having]
        return places[0], -len(places), places

    return [
        Share(*_named(having, known), having, tuple(found[having]))
        for having in sorted(found, key=order)
    ]


def _numbers(versions: Mapping[str, Sequence[Unit]]) -> dict[_Place, int]:
    """Each version's units, numbered: the same unit has the same number in every version."""
    codes: dict[_Place, Hashable] = {}
    used: dict[_Place, list[_Place]] = {}
    for version, units in versions.items():
        homes = {name: unit.key for unit in units for name in names_defined(unit)}
        for unit in units:
            codes[version, unit.key] = (unit.key, unit.frame, code_of(unit))
            names = sorted(names_read(unit) & homes.keys())
            used[version, unit.key] = [(version, homes[name]) for name in names]
    numbers = _numbered(codes)
    while True:
        # Types may hold each other, so differences spread until they reach nothing new.
        finer = _numbered(
            {
                place: (number, *((key, numbers[version, key]) for version, key in used[place]))
                for place, number in numbers.items()
            }
        )
        if max(finer.values()) == max(numbers.values()):
            return numbers
        numbers = finer


def _numbered(values: Mapping[_Place, Hashable]) -> dict[_Place, int]:
    known: dict[Hashable, int] = {}
    return {place: known.setdefault(value, len(known)) for place, value in values.items()}


def _named(having: Sequence[str], known: Sequence[str]) -> tuple[str, str]:
    """The name of a share and its phrase."""
    names, phrases = [], []
    for first, last in _runs(having, known):
        if last == known[-1]:
            names.append(f"since_{first}")
            phrases.append(f"every version since {first}")
        elif first == last:
            names.append(first if names else f"only_{first}")
            phrases.append(f"version {first}")
        else:
            names.append(f"from_{first}_to_{last}")
            phrases.append(f"the versions {first} to {last}")
    alone = len(having) == 1 and having[0] != known[-1]
    return "_and_".join(names), " and ".join(phrases) + (" alone" if alone else "")


def _runs(having: Iterable[str], known: Sequence[str]) -> list[tuple[str, str]]:
    """The first and the last of those that follow each other without a gap."""
    runs: list[tuple[str, str]] = []
    for version in having:
        if runs and known.index(runs[-1][1]) + 1 == known.index(version):
            runs[-1] = (runs[-1][0], version)
        else:
            runs.append((version, version))
    return runs
