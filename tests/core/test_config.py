"""Settings: what is accepted, what is refused and in which words."""

from __future__ import annotations

import pytest

from mktows import Config, ConfigError, Secret
from mktows.config import unknown_settings

KEY = Secret("0123456789abcdef")


def config(endpoint: str, **settings: object) -> Config:
    return Config(endpoint, "example1_00112233445566778899AA", KEY, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "endpoint", "version"),
    [
        ("https://a.mktoapi.com/soap/mktows/2_7", "https://a.mktoapi.com/soap/mktows/2_7", "2_7"),
        (
            "https://a.mktoapi.com/soap/mktows/2_1?WSDL",
            "https://a.mktoapi.com/soap/mktows/2_1",
            "2_1",
        ),
        ("https://a.mktoapi.com/soap/mktows/2_3/", "https://a.mktoapi.com/soap/mktows/2_3", "2_3"),
        ("http://127.0.0.1:8017/soap/mktows/2_2", "http://127.0.0.1:8017/soap/mktows/2_2", "2_2"),
        ("http://[::1]:8017/soap/mktows/2_2", "http://[::1]:8017/soap/mktows/2_2", "2_2"),
        ("http://localhost/soap/mktows/2_2", "http://localhost/soap/mktows/2_2", "2_2"),
    ],
)
def test_version_follows_from_the_path(given: str, endpoint: str, version: str) -> None:
    checked = config(given)
    assert (checked.endpoint, checked.version) == (endpoint, version)


@pytest.mark.parametrize(
    ("endpoint", "words"),
    [
        ("http://a.mktoapi.com/soap/mktows/2_7", "in the clear"),
        ("http://127.0.0.1.example.com/soap/mktows/2_7", "in the clear"),
        ("http://notlocalhost/soap/mktows/2_7", "in the clear"),
        ("http://localhost.example.com/soap/mktows/2_7", "in the clear"),
        ("ftp://a.mktoapi.com/soap/mktows/2_7", "https:// URL"),
        ("a.mktoapi.com/soap/mktows/2_7", "https:// URL"),
        ("https:///soap/mktows/2_7", "https:// URL"),
        ("https://a.mktoapi.com/", "/soap/mktows/<version>"),
        ("https://a.mktoapi.com/soap/mktows/latest", "/soap/mktows/<version>"),
        ("https://a.mktoapi.com/soap/mktows/2_7?x=1", "query or fragment"),
        ("https://user:word@a.mktoapi.com/soap/mktows/2_7", "user name or password"),
        ("https://a.mktoapi.com:port/soap/mktows/2_7", "not a valid URL"),
        ("https://a.mktoapi.com/soap/mktows/latest", "path must be"),
        ("https://a.mktoapi.com/soap/mktows/2_1234", "path must be"),
    ],
)
def test_bad_endpoint_is_refused_with_the_reason(endpoint: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words.replace("(", r"\(")) as caught:
        config(endpoint)
    assert "word" not in str(caught.value).replace("password", "")


def test_plain_http_is_allowed_to_a_host_by_name_only() -> None:
    allowed = frozenset({"mock.example.net"})
    assert config("http://mock.example.net/soap/mktows/2_7", allow_http=allowed).version == "2_7"
    with pytest.raises(ConfigError):
        config("http://other.example.net/soap/mktows/2_7", allow_http=allowed)


@pytest.mark.parametrize(
    ("named", "spoken"),
    [
        ("1_3", "2_1"),
        ("1_8", "2_1"),
        ("2_0", "2_1"),
        ("2_1", "2_1"),
        ("2_4", "2_3"),
        ("2_5", "2_3"),
        ("2_6", "2_3"),
        ("2_8", "2_7"),
        ("2_9", "2_7"),
        ("2_10", "2_7"),
        ("3_0", "2_7"),
        ("3_1", "3_1"),
        ("4_0", "3_1"),
    ],
)
def test_a_version_is_spoken_with_the_nearest_known_one_that_is_not_newer(
    named: str, spoken: str
) -> None:
    of_path = config(f"https://a.mktoapi.com/soap/mktows/{named}")
    assert (of_path.endpoint_version, of_path.version) == (named, spoken)
    for path in ("2_3", "9_9"):
        set_apart = config(f"https://a.mktoapi.com/soap/mktows/{path}", version=named)
        assert (set_apart.endpoint_version, set_apart.version) == (path, spoken)
    of_setting = Config.from_env(
        {
            "MKTOWS_ENDPOINT": "https://a.mktoapi.com/soap/mktows/2_2",
            "MKTOWS_USER_ID": "user",
            "MKTOWS_ENCRYPTION_KEY": "0123456789",
            "MKTOWS_VERSION": named,
        }
    )
    assert (of_setting.endpoint_version, of_setting.version) == ("2_2", spoken)


@pytest.mark.parametrize("version", ["3", "3.1", "v2_7", "2_7 ", "latest"])
def test_a_version_of_another_form_is_refused(version: str) -> None:
    with pytest.raises(ConfigError, match="of the form 2_7"):
        config("https://a.mktoapi.com/soap/mktows/2_7", version=version)


@pytest.mark.parametrize("key", ["", " ", "x ", "\tx"])
def test_key_that_is_empty_or_padded_is_refused_unseen(key: str) -> None:
    with pytest.raises(ConfigError, match="encryption key"):
        Config("https://a.mktoapi.com/soap/mktows/2_7", "user", Secret(key))


def test_settings_come_from_the_environment() -> None:
    read = Config.from_env(
        {
            "MKTOWS_ENDPOINT": "http://mock.example.net/soap/mktows/2_7",
            "MKTOWS_USER_ID": "user",
            "MKTOWS_ENCRYPTION_KEY": "0123456789",
            "MKTOWS_PARTNER_ID": "partner",
            "MKTOWS_TIMEOUT": "5.5",
            "MKTOWS_ALLOW_HTTP": "one, Mock.example.net",
        }
    )
    assert (read.user_id, read.partner_id, read.read_timeout) == ("user", "partner", 5.5)
    assert read.encryption_key.reveal() == "0123456789"


def test_missing_settings_are_named_together() -> None:
    with pytest.raises(ConfigError) as caught:
        Config.from_env({"MKTOWS_ENDPOINT": "https://a.mktoapi.com/soap/mktows/2_7"})
    assert str(caught.value) == "not set: MKTOWS_USER_ID, MKTOWS_ENCRYPTION_KEY"


def test_a_client_waits_as_long_as_the_manual_says() -> None:
    waits = config("https://a.mktoapi.com/soap/mktows/2_7")
    assert (waits.connect_timeout, waits.read_timeout) == (10, 90)
    assert waits.max_reply_bytes == 67_108_864


@pytest.mark.parametrize("seconds", ["soon", "-1", "0", "nan", "inf", "86401", "1e12"])
def test_timeout_must_be_a_number_of_seconds_that_a_socket_takes(seconds: str) -> None:
    with pytest.raises(ConfigError):
        Config.from_env(
            {
                "MKTOWS_ENDPOINT": "https://a.mktoapi.com/soap/mktows/2_7",
                "MKTOWS_USER_ID": "user",
                "MKTOWS_ENCRYPTION_KEY": "0123456789",
                "MKTOWS_TIMEOUT": seconds,
            }
        )


def test_no_repr_shows_the_key() -> None:
    assert KEY.reveal() not in repr(config("https://a.mktoapi.com/soap/mktows/2_7"))


def test_an_unknown_setting_comes_with_the_nearest_known_one() -> None:
    assert unknown_settings({"PATH", "MKTOWS_TIMEOUT", "MKTOWS_TIME_OUT", "MKTOWS_ALLOW"}) == {
        "MKTOWS_ALLOW": "MKTOWS_ALLOW_HTTP",
        "MKTOWS_TIME_OUT": "MKTOWS_TIMEOUT",
    }
    assert unknown_settings({"MKTOWS_PORT_8017_TCP_ADDR": "x"}) == {"MKTOWS_PORT_8017_TCP_ADDR": ""}
