"""The former place of `Departure`."""

from mktows.moved import moved

__getattr__ = moved(__name__, {"Departure": "mktows.checking.Finding"})
