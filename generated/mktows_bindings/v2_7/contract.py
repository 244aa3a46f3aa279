# Made from wsdl/mktows_2_7.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""The contract of version 2_7: what the classes do not say."""

from mktows_bindings.contract import (
    Elements,
    Enumerations,
    Operations,
    Types,
    from_2_1_to_2_7,
    only_2_7,
    since_2_1,
    since_2_3,
    since_2_7,
)

VERSION = "2_7"
NAMESPACE = "http://www.marketo.com/mktows/"
ELEMENTS: Elements = {**since_2_1.ELEMENTS}
OPERATIONS: Operations = {**since_2_1.OPERATIONS}
ENUMERATIONS: Enumerations = (*since_2_1.ENUMERATIONS,)
TYPES: Types = {
    **since_2_1.TYPES,
    **from_2_1_to_2_7.TYPES,
    **since_2_3.TYPES,
    **since_2_7.TYPES,
    **only_2_7.TYPES,
}
