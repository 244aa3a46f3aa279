"""Settings of a REST client."""

from __future__ import annotations

from pathlib import Path

import pytest

from mktows.config import SETTINGS, unknown_settings
from mktows.errors import ConfigError
from mktows.rest import RestConfig
from mktows.signing import Secret

ENVIRON = {
    "MKTOWS_REST_URL": "123-ABC-456",
    "MKTOWS_REST_CLIENT_ID": "id",
    "MKTOWS_REST_CLIENT_SECRET": "planted",
}


def made(**settings: object) -> RestConfig:
    return RestConfig("123-ABC-456", "id", Secret("planted"), **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("123-ABC-456", "https://123-abc-456.mktorest.com"),
        ("https://123-ABC-456.mktorest.com", "https://123-ABC-456.mktorest.com"),
        ("https://x.example/", "https://x.example"),
        ("https://x.example//", "https://x.example"),
        ("https://x.example/rest", "https://x.example"),
        (" https://x.example/identity/ ", "https://x.example"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_a_base_url_ends_with_its_host(given: str, url: str) -> None:
    assert RestConfig(given, "id", Secret("x")).base_url == url


@pytest.mark.parametrize(
    "given",
    [
        "",
        "123-ABC-45",
        "ftp://x.example",
        "http://x.example",
        "https://user:planted@x.example",
        "https://x.example/soap/mktows/2_7",
        "https://x.example?planted=1",
        "https://[x",
    ],
)
def test_what_is_no_base_url_is_refused(given: str) -> None:
    with pytest.raises(ConfigError) as caught:
        RestConfig(given, "id", Secret("x"))
    assert "planted" not in str(caught.value)


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    config = RestConfig.from_env(
        ENVIRON
        | {
            "MKTOWS_REST_RATE": "80/20",
            "MKTOWS_REST_CONCURRENCY": "7",
            "MKTOWS_REST_DAILY_CALLS": "900",
            "MKTOWS_REST_STATE_FILE": str(tmp_path / "state"),
        }
    )
    assert (config.rate_calls, config.rate_seconds) == (80, 20)
    assert (config.concurrency, config.daily_calls) == (7, 900)
    assert config.state_file == tmp_path / "state"
    assert config.client_secret.reveal() == "planted"


def test_by_default_a_client_keeps_to_what_is_advised() -> None:
    config = RestConfig.from_env(ENVIRON)
    assert (config.rate_calls, config.rate_seconds, config.concurrency) == (45, 20, 5)
    assert config.daily_calls is None


@pytest.mark.parametrize("missing", ENVIRON)
def test_a_setting_that_is_missing_is_named(missing: str) -> None:
    with pytest.raises(ConfigError, match=missing):
        RestConfig.from_env({name: text for name, text in ENVIRON.items() if name != missing})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("MKTOWS_REST_RATE", "45"),
        ("MKTOWS_REST_RATE", "101/20"),
        ("MKTOWS_REST_RATE", "45/19"),
        ("MKTOWS_REST_RATE", "0/20"),
        ("MKTOWS_REST_CONCURRENCY", "11"),
        ("MKTOWS_REST_CONCURRENCY", "x"),
        ("MKTOWS_REST_DAILY_CALLS", "0"),
        ("MKTOWS_REST_CLIENT_ID", "a b"),
        ("MKTOWS_REST_CLIENT_SECRET", "a\nb"),
        ("MKTOWS_REST_CLIENT_SECRET_FILE", "/both"),
    ],
)
def test_a_setting_that_is_malformed_is_refused(name: str, text: str) -> None:
    with pytest.raises(ConfigError):
        RestConfig.from_env(ENVIRON | {name: text})


def secret_file(tmp_path: Path, mode: int, text: bytes = b"planted\n") -> dict[str, str]:
    path = tmp_path / "secret"
    path.write_bytes(text)
    path.chmod(mode)
    given = ENVIRON | {"MKTOWS_REST_CLIENT_SECRET_FILE": str(path)}
    del given["MKTOWS_REST_CLIENT_SECRET"]
    return given


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_secret_comes_from_a_file_of_its_owner(tmp_path: Path, mode: int) -> None:
    config = RestConfig.from_env(secret_file(tmp_path, mode))
    assert config.client_secret == Secret("planted")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_secret_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ConfigError, match="others") as caught:
        RestConfig.from_env(secret_file(tmp_path, mode))
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize("text", [b"", b"\xff", b"x" * 5000])
def test_a_file_that_holds_no_secret_is_refused(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(ConfigError):
        RestConfig.from_env(secret_file(tmp_path, 0o600, text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    given = secret_file(tmp_path, 0o600)
    given["MKTOWS_REST_CLIENT_SECRET_FILE"] += "x"
    with pytest.raises(ConfigError, match="No such file"):
        RestConfig.from_env(given)
    given["MKTOWS_REST_CLIENT_SECRET_FILE"] = str(tmp_path)
    with pytest.raises(ConfigError):
        RestConfig.from_env(given)


def test_each_variable_is_known_and_a_misspelt_one_is_pointed_out() -> None:
    names = {name for name in SETTINGS if name.startswith("MKTOWS_REST_")}
    assert len(names) == 8
    assert unknown_settings(names | {"MKTOWS_REST_CLIENT"}) == {
        "MKTOWS_REST_CLIENT": "MKTOWS_REST_CLIENT_ID"
    }


def test_no_repr_shows_the_secret() -> None:
    assert "planted" not in repr(made())
