"""The former place of what reads worlds from files."""

from mktows.moved import moved

__getattr__ = moved(
    __name__,
    {
        "MAX_WORLD_BYTES": "mktows.sandbox.world.files.MAX_WORLD_BYTES",
        "demo_world": "mktows.sandbox.world.files.demo_world",
        "read_world": "mktows.sandbox.world.files.read_world",
        "parse_world": "mktows.sandbox.world.files.parse_world",
    },
)
