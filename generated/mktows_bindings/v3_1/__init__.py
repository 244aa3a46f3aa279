# Made from wsdl/mktows_3_1.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""The classes of version 3_1."""

from typing import TYPE_CHECKING

from mktows_bindings.v3_1.types import *

if not TYPE_CHECKING:
    from mktows_bindings.v3_1.types import __all__
