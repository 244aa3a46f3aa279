"""The contracts and codecs of the versions that were called."""

from __future__ import annotations

import threading

from mktows.codec import Codec
from mktows.contract import Contract, contract


class Contracts:
    """The contracts and codecs that calls are read and answered by.

    A version's bindings are imported when it is first called. Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._making = threading.Lock()
        self._codecs: dict[str, Codec] = {}

    def is_loaded(self, version: str) -> bool:
        """Tell whether a version was called before, so that nothing is imported."""
        return version in self._codecs

    def contract(self, version: str) -> Contract:
        """Return the contract of a version."""
        self.codec(version)
        return contract(version)

    def codec(self, version: str) -> Codec:
        """Return the codec of a version."""
        codec = self._codecs.get(version)
        if codec is None:
            with self._making:
                codec = self._codecs.get(version)
                if codec is None:
                    codec = self._codecs[version] = Codec(contract(version))
        return codec
