"""The former name of the pytest plugin, for `-p pytest_mktows`; the wheel holds it at its top."""

import warnings

pytest_plugins = ["mktows.pytest_plugin"]

warnings.warn(
    "the pytest plugin is mktows.pytest_plugin now: give -p mktows.pytest_plugin",
    DeprecationWarning,
    stacklevel=2,
)
