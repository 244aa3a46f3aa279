# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Bindings for the mktows SOAP contract, one package per version."""

VERSIONS = (
    "2_1",
    "2_2",
    "2_3",
    "2_7",
    "3_1",
)
"""Known versions, oldest first; that of `2_7` is the module `v2_7`."""
