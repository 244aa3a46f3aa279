"""Compares two contracts, and judges each change for a caller and for a server.

Needs neither bindings nor network: `read_contract` reads a WSDL, `compare` finds the differences,
`report` shows them. `rules.RULES` is the table of everything that can be found.
"""
