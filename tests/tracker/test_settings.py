import pytest

from tracker.errors import SettingsError
from tracker.settings import LOOPBACK, Settings, check_serving, load


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    for name in ("DATABASE_URL", "DEMO", "LOCAL", "ADDRESS", "PORT"):
        monkeypatch.delenv(f"TRACKER_{name}", raising=False)


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
    [("PORT", "often"), ("PORT", "0"), ("PORT", "65536"), ("DEMO", "perhaps"), ("LOCAL", "2")],
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
