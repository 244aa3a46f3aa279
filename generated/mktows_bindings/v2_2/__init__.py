# Made from wsdl/mktows_2_2.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""The classes of version 2_2."""

from typing import TYPE_CHECKING

from mktows_bindings.v2_2.types import *

if not TYPE_CHECKING:
    from mktows_bindings.v2_2.types import __all__
