"""The former place of the contracts of the versions."""

from mktows.moved import moved

__getattr__ = moved(
    __name__,
    {
        "KNOWN_VERSIONS": "mktows.contract.KNOWN_VERSIONS",
        "LATEST_VERSION": "mktows.contract.LATEST_VERSION",
        "ComplexType": "mktows.contract.ComplexType",
        "Contract": "mktows.contract.Contract",
        "Field": "mktows.contract.Field",
        "Operation": "mktows.contract.Operation",
        "contract": "mktows.contract.contract",
        "method_name": "mktows.contract.method_name",
    },
)
