"""The bridge: answers SOAP calls by the vendor's REST API.

An old program is pointed at it, and goes on as it is. See `Bridge`.
"""

from mktows.bridge.bridge import Bridge
from mktows.bridge.settings import BridgeSettings, BridgeUser, Tenant

__all__ = ["Bridge", "BridgeSettings", "BridgeUser", "Tenant"]
