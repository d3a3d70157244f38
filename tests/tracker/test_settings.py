import re
from pathlib import Path

import pytest

from tracker.errors import SettingsError
from tracker.settings import (
    LOOPBACK,
    VARIABLES,
    Settings,
    check_mailing,
    check_public_url,
    check_serving,
    load,
)

MAILING = {"smtp_host": "mail.example.org", "smtp_from": "tracker@example.org"}


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_without_settings_the_plan_is_a_file_and_only_this_machine_is_listened_to():
    settings = load()
    assert settings.database_url.startswith("sqlite:///")
    assert settings.address == "127.0.0.1"
    assert not settings.demo
    assert not settings.local


def test_settings_come_from_variables(monkeypatch):
    monkeypatch.setenv("TRACKER_DEMO", "1")
    monkeypatch.setenv("TRACKER_PORT", "8600")
    monkeypatch.setenv("TRACKER_DATABASE_URL", "postgresql://here/plan")
    settings = load()
    assert (settings.demo, settings.port) == (True, 8600)
    assert settings.database_url == "postgresql://here/plan"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_PORT", "0"),
        ("SMTP_STARTTLS", "perhaps"),
        ("PORT", "often"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("DEMO", "perhaps"),
        ("LOCAL", "2"),
        ("FEWEST_RESPONDENTS", "4"),
        ("FEWEST_PEOPLE", "2"),
    ],
)
def test_a_bad_value_is_refused_with_the_name_of_its_variable(monkeypatch, name, value):
    monkeypatch.setenv(f"TRACKER_{name}", value)
    with pytest.raises(SettingsError, match=f"TRACKER_{name} is '{value}'"):
        load()


def test_all_bad_values_are_told_at_once(monkeypatch):
    monkeypatch.setenv("TRACKER_PORT", "often")
    monkeypatch.setenv("TRACKER_DEMO", "perhaps")
    with pytest.raises(SettingsError, match=r"TRACKER_DEMO.*TRACKER_PORT"):
        load()


@pytest.mark.parametrize("both", [True, False])
def test_nothing_is_served_until_one_way_is_chosen(both):
    with pytest.raises(SettingsError, match="Set TRACKER_DEMO=1"):
        check_serving(Settings(demo=both, local=both))


@pytest.mark.parametrize("mode", ["demo", "local"])
@pytest.mark.parametrize("address", ["0.0.0.0", "", "192.168.1.20", "tracker.example.org", "::"])
def test_a_choice_of_roles_is_never_served_to_other_machines(mode, address):
    with pytest.raises(SettingsError, match="TRACKER_ADDRESS"):
        check_serving(Settings(address=address, **{mode: True}))


@pytest.mark.parametrize("mode", ["demo", "local"])
@pytest.mark.parametrize("address", LOOPBACK)
def test_one_way_on_this_machine_is_served(mode, address):
    check_serving(Settings(address=address, **{mode: True}))


@pytest.mark.parametrize(
    "details",
    [
        {},
        {"smtp_user": "ada", "smtp_password": "secret", "smtp_starttls": True},
        {"smtp_host": "127.0.0.1", "smtp_user": "ada", "smtp_password": "secret"},
    ],
)
def test_mail_is_sent_with_a_server_and_a_sender(details):
    check_mailing(Settings(**MAILING | details))


@pytest.mark.parametrize(
    ("details", "message"),
    [
        ({"demo": True}, "The demo sends no mail. Add --dry-run"),
        ({"smtp_host": ""}, "TRACKER_SMTP_HOST is not set"),
        ({"smtp_from": ""}, "TRACKER_SMTP_FROM is ''"),
        ({"smtp_from": "Tracker <tracker@example.org>"}, "TRACKER_SMTP_FROM is 'Tracker <"),
        ({"public_url": "tracker.example.org"}, "TRACKER_PUBLIC_URL is 'tracker.example.org'"),
        ({"smtp_user": "ada"}, "in the clear. Set TRACKER_SMTP_STARTTLS=1"),
    ],
)
def test_mail_that_could_not_arrive_is_not_begun(details, message):
    with pytest.raises(SettingsError, match=message):
        check_mailing(Settings(**MAILING | details))


@pytest.mark.parametrize(
    "address", ["https://tracker.example.org/", "http://127.0.0.1:8501", "https://a.example/plan"]
)
def test_links_begin_with_where_people_reach_the_program(address):
    settings = Settings(public_url=address)
    check_public_url(settings)
    assert not settings.public_url.endswith("/")


@pytest.mark.parametrize(
    "address",
    ["", "ftp://a.example", "https://", "https://[", "https://a.example?x=1", "https://a b", "a"]
    + ["https://ada@a.example", "https://a.example#top", "https://a.example/\nBcc: b"]
    + ["https://*.a.example"],
)
def test_anything_else_is_no_address_for_links(address):
    with pytest.raises(SettingsError, match="write where people reach the program"):
        check_public_url(Settings(public_url=address))


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Tracker.example.org/plan", "tracker.example.org"),
        ("http://127.0.0.1:8501", "127.0.0.1"),
        ("http://[2001:db8::1]:8501", "[2001:db8::1]"),
    ],
)
def test_the_public_host_is_written_as_browsers_ask_for_it(address, host):
    assert Settings(public_url=address).public_host == host


def test_what_links_lead_to_is_right_before_anything_is_served():
    with pytest.raises(SettingsError, match="TRACKER_PUBLIC_URL"):
        check_serving(Settings(demo=True, public_url="tracker.example.org"))


def test_links_lead_to_the_port_that_is_served_unless_an_address_is_set(monkeypatch):
    monkeypatch.setenv("TRACKER_PORT", "8600")
    assert load().public_url == "http://127.0.0.1:8600"
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://tracker.example.org")
    assert load().public_url == "https://tracker.example.org"


def test_of_a_port_that_is_none_only_the_port_is_complained_of(monkeypatch):
    monkeypatch.setenv("TRACKER_PORT", "high")
    with pytest.raises(SettingsError, match=r"^TRACKER_PORT is 'high': [^:]+\.$"):
        load()


def test_the_mail_servers_password_is_never_shown():
    settings = Settings(smtp_password="hunter2")
    assert "hunter2" not in repr(settings)
    assert settings.smtp_password.get_secret_value() == "hunter2"


def test_every_setting_is_described_with_its_default():
    described = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    assert set(re.findall(r"^\| `(TRACKER_\w+)`", described, re.MULTILINE)) == set(VARIABLES)
    for name in ("address", "port", "smtp_port", "fewest_people"):
        default = str(Settings.model_fields[name].default)
        assert re.search(rf"`TRACKER_{name.upper()}` \| `?{re.escape(default)}`? \|", described)


def test_a_feedback_secret_that_could_be_guessed_is_refused_and_never_shown(monkeypatch):
    monkeypatch.setenv("TRACKER_FEEDBACK_SECRET", "hunter2")
    with pytest.raises(SettingsError, match="TRACKER_FEEDBACK_SECRET .* 32 characters") as refusal:
        load()
    assert "hunter2" not in str(refusal.value)
    monkeypatch.setenv("TRACKER_FEEDBACK_SECRET", "x" * 32)
    assert load().feedback_key == b"x" * 32
    assert "xxx" not in repr(load())
    monkeypatch.delenv("TRACKER_FEEDBACK_SECRET")
    assert load().feedback_key != b""
