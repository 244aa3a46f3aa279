"""The former place of the contracts of the versions."""

from mktows.moved import moved

__getattr__ = moved(
    __name__,
    {
        "KNOWN_VERSIONS": "mktows.contract",
        "LATEST_VERSION": "mktows.contract",
        "ComplexType": "mktows.contract",
        "Contract": "mktows.contract",
        "Field": "mktows.contract",
        "Operation": "mktows.contract",
        "contract": "mktows.contract",
        "method_name": "mktows.contract",
    },
)
