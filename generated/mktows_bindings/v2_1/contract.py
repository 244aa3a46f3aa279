# Made from wsdl/mktows_2_1.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""The contract of version 2_1: what the classes do not say."""

from mktows_bindings.contract import (
    Elements,
    Enumerations,
    Operations,
    Types,
    from_2_1_to_2_2,
    from_2_1_to_2_3,
    from_2_1_to_2_7,
    only_2_1,
    since_2_1,
)

VERSION = "2_1"
NAMESPACE = "http://www.marketo.com/mktows/"
ELEMENTS: Elements = {**since_2_1.ELEMENTS}
OPERATIONS: Operations = {**since_2_1.OPERATIONS}
ENUMERATIONS: Enumerations = (*since_2_1.ENUMERATIONS,)
TYPES: Types = {
    **since_2_1.TYPES,
    **from_2_1_to_2_7.TYPES,
    **from_2_1_to_2_3.TYPES,
    **from_2_1_to_2_2.TYPES,
    **only_2_1.TYPES,
}
