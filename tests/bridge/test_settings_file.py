"""The settings file: secrets from outside, and errors that say what, where and what to do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mktows.bridge.operating.settings_file import read_settings
from mktows.errors import ConfigError
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID

SECRET, KEY = "planted-client-secret-4711", "planted-soap-key-0815"
ENVIRONMENT = {"BRIDGE_SECRET": SECRET, "BRIDGE_KEY": KEY}
LEAST = """
[tenants.main]
url = "https://123-abc-456.mktorest.com"
client_id = "client"
client_secret = { env = "BRIDGE_SECRET" }

[users.old_program]
tenant = "main"
key = { env = "BRIDGE_KEY" }
"""
MOST = """
database = "state/bridge.db"
timeout_seconds = 60
window_minutes = 10
any_timestamp = true
strict = true
repeat_unknown = true
journal_calls = 5
journal_bodies = true

[tenants.main]
url = "123-ABC-456"
client_id = "client"
client_secret = { file = "secret" }
rate = "30/20"
concurrency = 3
daily_calls = 9000
zone = "Europe/Berlin"
show_false = true
scan_calls = 5
several = "last_updated"
company_fields = "fail"

[tenants.main.foreign_fields]
CUSTOM = "erpId"

[tenants.main.workspaces]
World = "Default"

[users."old/program 1"]
tenant = "main"
key = { credential = "key" }
rights = ["read", "run"]
operations = ["getLead", "requestCampaign"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "bridge.toml"
    path.write_text(text)
    return path


def secret_file(folder: Path, name: str, text: str, mode: int = 0o600) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return path


def test_little_is_needed(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, LEAST), ENVIRONMENT)
    (tenant,) = settings.tenants.values()
    assert tenant.rest.base_url == "https://123-abc-456.mktorest.com"
    assert tenant.rest.client_secret.reveal() == SECRET
    (user,) = settings.users.values()
    assert user.key.reveal() == KEY
    assert user.rights == {"read", "write", "run"}
    assert user.operations is None
    assert (settings.any_timestamp, settings.database) == (False, None)


def test_each_setting_arrives(tmp_path: Path) -> None:
    secret_file(tmp_path, "secret", f"{SECRET}\n")
    # As systemd shows it: the mask of an access list stands where the group's rights are.
    secret_file(tmp_path, "credentials/key", KEY, 0o440)
    settings = read_settings(
        written(tmp_path, MOST), {"CREDENTIALS_DIRECTORY": str(tmp_path / "credentials")}
    )
    assert settings.database == tmp_path / "state" / "bridge.db"
    assert (settings.timeout, settings.window) == (timedelta(seconds=60), timedelta(minutes=10))
    assert (settings.any_timestamp, settings.strict, settings.repeat_unknown) == (True, True, True)
    assert (settings.journal_calls, settings.journal_bodies) == (5, True)
    tenant = settings.tenants["main"]
    rest = tenant.rest
    assert rest.client_secret.reveal() == SECRET
    assert (rest.rate_calls, rest.rate_seconds, rest.concurrency, rest.daily_calls) == (
        30, 20, 3, 9000,
    )  # fmt: skip
    assert tenant.zone == ZoneInfo("Europe/Berlin")
    assert (tenant.show_false, tenant.scan_calls) == (True, 5)
    assert (tenant.several, tenant.company_fields) == ("last_updated", "fail")
    assert (tenant.foreign_fields, tenant.workspaces) == (
        {"CUSTOM": "erpId"}, {"World": "Default"},
    )  # fmt: skip
    user = settings.users["old/program 1"]
    assert user.key.reveal() == KEY
    assert user.rights == {"read", "run"}
    assert sorted(user.operations or ()) == ["getLead", "requestCampaign"]
    assert not user.may_call("syncLead", "read")
    assert not user.may_call("getLead", "write")


def test_a_container_has_its_secrets_in_a_folder(tmp_path: Path) -> None:
    secret_file(tmp_path, "run/key", KEY, 0o444)
    text = LEAST.replace('{ env = "BRIDGE_KEY" }', '{ credential = "key" }')
    settings = read_settings(
        written(tmp_path, text), ENVIRONMENT, container_secrets=tmp_path / "run"
    )
    assert settings.users["old_program"].key.reveal() == KEY


def test_the_state_may_be_in_a_database_elsewhere(tmp_path: Path) -> None:
    url = f"postgresql://bridge:{KEY}@db.example.com/bridge"
    path = written(tmp_path, f'database = {{ env = "BRIDGE_DATABASE" }}{LEAST}')
    assert read_settings(path, {**ENVIRONMENT, "BRIDGE_DATABASE": url}).database == url
    path = written(tmp_path, f'database = "postgresql:///bridge"{LEAST}')
    assert read_settings(path, ENVIRONMENT).database == "postgresql:///bridge"


def changed(old: str, new: str) -> str:
    assert old in LEAST
    return LEAST.replace(old, new, 1)


_KEY = '{ env = "BRIDGE_KEY" }'
WRONG = {
    "no TOML": ("a = [", "is no TOML: "),
    "a literal key": (changed(_KEY, f'"{KEY}"'), "users.old_program.key: secrets do not stand in"),
    "a literal secret": (
        changed('{ env = "BRIDGE_SECRET" }', f'"{SECRET}"'),
        "tenants.main.client_secret: secrets do not stand in this file: name the place",
    ),
    "a variable that is not set": (
        changed("BRIDGE_KEY", "BRIDGE_NONE"), "the variable BRIDGE_NONE is not set: set it",
    ),
    "a secret in place of a variable": (
        changed('"BRIDGE_KEY"', f'"{KEY}"'), "the variable that env names is not set",
    ),
    "two places": (
        changed(_KEY, '{ env = "BRIDGE_KEY", file = "x" }'), "one of them, and nothing else",
    ),
    "an unknown place": (changed(_KEY, '{ vault = "x" }'), "one of them, and nothing else"),
    "a file that is not there": (
        changed(_KEY, '{ file = "nothing" }'),
        "users.old_program.key: the file of the secret: No such file",
    ),
    "a file for all": (changed(_KEY, '{ file = "open" }'), "take their rights away (chmod 600)"),
    "an empty file": (changed(_KEY, '{ file = "empty" }'), "the file of the secret is empty"),
    "a credential with a folder": (changed(_KEY, '{ credential = "../x" }'), "without a folder"),
    "a credential that is not there": (
        changed(_KEY, '{ credential = "x" }'), "give it to the unit (LoadCredential=)",
    ),
    "an unknown name at the top": (
        f"data_base = 1{LEAST}", "'data_base' in the top of the file is no setting: is database",
    ),
    "an unknown name in a tenant": (
        changed("client_id", "clientid"),
        "'clientid' in [tenants.main] is no setting: is client_id meant?",
    ),
    "a name like none": (changed("tenant =", "xyz ="), "known are tenant, key, rights, operations"),
    "a setting that is missing": (
        changed('tenant = "main"', ""), "tenant is missing in [users.old_program]: add it",
    ),
    "no users": (LEAST.partition("[users")[0], "users is missing in the top of the file: add it"),
    "empty users": (f"{LEAST.partition('[users')[0]}[users]", "[users] is empty: it takes a table"),
    "a database's password": (
        f'database = "postgresql://bridge:{KEY}@db/bridge"{LEAST}', "this URL has a password: name",
    ),
    "a type": (f"strict = 1{LEAST}", "strict in the top of the file must be true or false"),
    "a count": (f"journal_calls = -1{LEAST}", "journal_calls must be 0 or more"),
    "a number": (f"timeout_seconds = true{LEAST}", "must be a number"),
    "a time": (f"timeout_seconds = 0{LEAST}", "timeout_seconds must be greater than 0"),
    "a user that is no table": (
        f"{LEAST.partition('[users')[0]}[users]\nx = 1", "users.x must be a table: write [users.x]",
    ),
    "a tenant that there is not": (changed('"main"', '"other"'), "'other', which is no tenant"),
    "a right": (f'{LEAST}rights = ["all"]', "users.old_program.rights must be of read, run, write"),
    "an operation": (f'{LEAST}operations = ["getlead"]', "is no operation: is getLead meant?"),
    "a URL": (
        changed("https", "http"), "[tenants.main]: the base URL is http://, which would send",
    ),
    "a rate": (
        changed("client_id", 'rate = "1"\nclient_id'), "[tenants.main]: rate must be CALLS/SECONDS",
    ),
    "a zone": (
        changed("client_id", 'zone = "Nowhere"\nclient_id'),
        "tenants.main.zone: no time zone is known by that name, as America/Chicago is",
    ),
    "a choice": (
        changed("client_id", 'several = "any"\nclient_id'),
        "tenants.main.several: must be newest or last_updated",
    ),
    "the sample user": (changed("old_program", f'"{SAMPLE_USER_ID}"'), "public sample id or key"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_without_the_secrets(tmp_path: Path, name: str) -> None:
    text, said = WRONG[name]
    secret_file(tmp_path, "open", KEY, 0o644)
    secret_file(tmp_path, "empty", "\n")
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_settings(path, ENVIRONMENT, container_secrets=tmp_path / "run")
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)
    assert KEY not in str(caught.value)


def test_the_sample_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="public sample id or key"):
        read_settings(written(tmp_path, LEAST), {**ENVIRONMENT, "BRIDGE_KEY": SAMPLE_KEY})


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        read_settings(tmp_path / "none.toml", {})
