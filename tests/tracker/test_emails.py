import pytest

from tracker.emails import is_address


@pytest.mark.parametrize(
    "text",
    ["ada@example.org", "a.b+c@sub-domain.example.org", "O'Neil@example.org", "x@1.example.co"],
)
def test_a_plain_address_is_one(text):
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@example",
        "ada@-example.org",
        "ada@example..org",
        "a..b@example.org",
        ".a@example.org",
        "a.@example.org",
        "ada@example.org.",
        "ada @example.org",
        "ada@example.org\n",
        "ada@example.org\r\nBcc: b@example.org",
        "ada@example.org,b@example.org",
        "Ada <ada@example.org>",
        "ädä@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b." * 150 + "org",
    ],
)
def test_nothing_else_is(text):
    assert not is_address(text)
