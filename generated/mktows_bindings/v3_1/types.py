# Made from wsdl/mktows_3_1.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""The classes of version 3_1, each where it stands once for all."""

from typing import TYPE_CHECKING

from mktows_bindings.types import since_2_1, since_2_2, since_2_3, since_2_7, since_3_1
from mktows_bindings.types.since_2_1 import *
from mktows_bindings.types.since_2_2 import *
from mktows_bindings.types.since_2_3 import *
from mktows_bindings.types.since_2_7 import *
from mktows_bindings.types.since_3_1 import *

if not TYPE_CHECKING:
    # Type checkers follow the stars, and cannot read a list that is put together.
    __all__ = sorted(
        [
            *since_2_1.__all__,
            *since_2_2.__all__,
            *since_2_3.__all__,
            *since_2_7.__all__,
            *since_3_1.__all__,
        ]
    )
