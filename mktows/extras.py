"""The optional packages: which extra of mktows brings each."""

from __future__ import annotations

_EXTRAS = {
    "click": "cli",
    "rich": "cli",
    "cryptography": "tls",
    "psycopg": "postgres",
    "pyarrow": "parquet",
    "h11": "sandbox",
    "jinja2": "sandbox",
    "prometheus_client": "bridge",
    "sqlalchemy": "sandbox",
    "yaml": "sandbox",
    "hypothesis": "testing",
    "pytest": "testing",
    "xmlschema": "testing",
}


def extra_missing(error: ModuleNotFoundError) -> str:
    """The extra to install so that an import no longer fails; empty where no extra brings it."""
    package = (error.name or "").partition(".")[0]
    extra = _EXTRAS.get(package)
    return f"{package} is not installed: install mktows[{extra}]" if extra else ""


def named(error: ModuleNotFoundError) -> ModuleNotFoundError:
    """The error to raise for a failed import: it says what to install, where that is known."""
    text = extra_missing(error)
    return ModuleNotFoundError(text, name=error.name) if text else error
