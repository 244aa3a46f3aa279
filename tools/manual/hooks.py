"""What mkdocs calls while it builds the site: pages that are made, and links that leave `docs/`."""

from __future__ import annotations

import importlib
import importlib.util
import re
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
TAKEN_IN = {"readme.md": "README.md", "tests.md": "tests/README.md"}
"""Pages of the site that stand outside `docs/`, by their paths in the site."""

_BINDINGS = "mktows_bindings"
_OPTION = re.compile(r"^  (?:-\w, )?(--[a-z][\w-]*)")
_COMMAND = re.compile(r"^\$ (mktows.*) --help$")
_TAG = re.compile(r"<[^>]*>")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that stand outside, and one for each module that the navigation names."""
    for path, source in TAKEN_IN.items():
        files.append(File.generated(config, path, abs_src_path=str(ROOT / source)))
    for path in _api_pages(config.nav):
        content = _api_page(PurePosixPath(path).stem)
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Have links that are right on a code host lead to the same page of the site."""
    source = TAKEN_IN.get(page.file.src_uri)
    if source is not None:
        up = "../" * source.count("/")
        return markdown.replace(f"]({up}docs/", "](")
    for path, outside in TAKEN_IN.items():
        markdown = markdown.replace(f"](../{outside}", f"]({path}")
    return markdown


def on_page_content(html: str, page: Page, **_: Any) -> str:
    """Give commands and options anchors, such as `mktows-sync` and `mktows-sync--batch-size`."""
    return with_anchors(html) if page.file.src_uri == "cli.md" else html


def with_anchors(html: str) -> str:
    """The page of the command line, with an anchor at each command and option of its help texts."""
    command = ""
    lines = html.splitlines(keepends=True)
    for number, line in enumerate(lines):
        text = _TAG.sub("", line)
        begun = _COMMAND.match(text)
        option = _OPTION.match(text)
        if begun is not None:
            command = begun[1].replace(" ", "-")
            if f'id="{command}"' not in html:  # it has no heading
                lines[number] = f'<a id="{command}"></a>{line}'
        elif option is not None and command:
            anchor = f"{command}{option[1]}"
            named = f'<span id="{anchor}">{option[1]}</span>'
            lines[number] = line.replace(option[1], named, 1)
    return "".join(lines)


def _api_pages(nav: Any) -> list[str]:
    """The paths below `api/` in a navigation."""
    if isinstance(nav, str):
        return [nav] if nav.startswith("api/") else []
    inner = nav.values() if isinstance(nav, dict) else nav
    return [path for each in inner for path in _api_pages(each)]


def _api_page(name: str) -> str:
    """The page of a module: its text, then each of its public names."""
    module = importlib.import_module(name)
    blocks = [f"# {name}", f"::: {name}\n    options: {{members: false}}"]
    for each in module.__all__:
        home = _home(name, module, each)
        options = f"{{show_root_heading: true, inherited_members: {_inherits(module, each)}}}"
        if home is not None:
            blocks.append(f"[](){{ #{name}.{each} }}")
        blocks.append(f"::: {home or f'{name}.{each}'}\n    options: {options}")
    return "\n\n".join(blocks)


def _home(name: str, module: Any, each: str) -> str | None:
    """The full name under which an item is found in the sources; None for that of the module."""
    item = getattr(module, each)
    home = getattr(item, "__module__", None) or ""
    beside = hasattr(module, "__path__") and importlib.util.find_spec(f"{name}.{each}") is not None
    # The sources have it behind a `__getattr__`, or a module of that name beside it.
    if home.startswith(_BINDINGS) or beside:
        return f"{home}.{item.__qualname__}"
    return None


def _inherits(module: Any, each: str) -> str:
    """Tell whether an item has members of a class of ours that has no place beside it."""
    item = getattr(module, each)
    bases = item.__mro__[1:] if isinstance(item, type) else ()
    ours = {base.__name__ for base in bases if base.__module__.startswith("mktows.")}
    return "true" if ours - {*module.__all__} else "false"
