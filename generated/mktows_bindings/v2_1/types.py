# Made from wsdl/mktows_2_1.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""The classes of version 2_1, each where it stands once for all."""

from typing import TYPE_CHECKING

from mktows_bindings.types import from_2_1_to_2_3, from_2_1_to_2_7, only_2_1, since_2_1
from mktows_bindings.types.since_2_1 import *
from mktows_bindings.types.from_2_1_to_2_7 import *
from mktows_bindings.types.from_2_1_to_2_3 import *
from mktows_bindings.types.only_2_1 import *

if not TYPE_CHECKING:
    # Type checkers follow the stars, and cannot read a list that is put together.
    __all__ = sorted(
        [*since_2_1.__all__, *from_2_1_to_2_7.__all__, *from_2_1_to_2_3.__all__, *only_2_1.__all__]
    )
