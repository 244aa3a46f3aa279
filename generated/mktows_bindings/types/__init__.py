# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""The classes, each of them once for all versions that have it.

A module's name tells those versions; `mktows_bindings.vX_Y.types` has all classes of version X_Y.
"""
