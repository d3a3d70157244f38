import pytest

from tracker import tokens

KEY, OTHER_KEY = "a" * 64, "b" * 64


def test_no_token_comes_twice_and_each_has_its_own_fingerprint():
    made = {tokens.new_token() for _ in range(100)}
    assert len(made) == len({tokens.fingerprint(each) for each in made}) == 100
    assert all(len(each) >= 43 for each in made)
    assert {len(tokens.fingerprint(each)) for each in made} == {64}


@pytest.mark.parametrize("name", ["7", "a-b-7"])
def test_a_signed_name_is_read_back(name):
    assert tokens.signed_name(KEY, "reminders", tokens.sign(KEY, "reminders", name)) == name


def test_any_other_token_names_nobody():
    good = tokens.sign(KEY, "reminders", "7")
    _, signature = good.split("-")
    forged = ["", "7", "-", "7-", f"8-{signature}", f"7-{signature[:-1]}", f"7-{signature}0", "é-é"]
    assert [tokens.signed_name(KEY, "reminders", each) for each in forged] == [None] * len(forged)
    assert tokens.signed_name(OTHER_KEY, "reminders", good) is None
    assert tokens.signed_name(KEY, "calendar", good) is None
