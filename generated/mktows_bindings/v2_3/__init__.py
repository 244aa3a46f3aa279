# Made from wsdl/mktows_2_3.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""The classes of version 2_3."""

from typing import TYPE_CHECKING

from mktows_bindings.v2_3.types import *

if not TYPE_CHECKING:
    from mktows_bindings.v2_3.types import __all__
