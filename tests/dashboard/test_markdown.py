import pytest

from dashboard import markdown


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Publish the plan", "Publish the plan"),
        ("[x](javascript:alert(1))", r"\[x\]\(javascript\:alert\(1\)\)"),
        ("<script>", r"\<script\>"),
        ("$latex$ :red[x]", r"\$latex\$ \:red\[x\]"),
        ("one\n\n# two", r"one \# two"),
        ("    four spaces", "four spaces"),
        ("back\\slash", "back\\\\slash"),
        ("\u202eturned \u2066round", "turned round"),
        ("שלום", "שלום"),
    ],
)
def test_what_people_typed_stays_text(typed, written):
    assert markdown.plain(typed) == written


def test_what_was_asked_for_is_quoted_in_a_line():
    assert markdown.quoted("DATA-A99") == r"“DATA\-A99”"
    assert markdown.quoted(f"\0<{'x' * 10_000}") == rf"“\<{'x' * 59}…”"


def test_a_link_reads_as_it_was_typed():
    assert markdown.link("A [b]", "/action?ref=X") == r"[A \[b\]](/action?ref=X)"


def test_a_link_to_another_site_says_which_and_is_not_ended_early():
    address = "https://example.org/a(1) b"

    assert markdown.host_link(address) == r"[example\.org](https://example.org/a%281%29%20b)"
    assert markdown.host_link(address, "Evidence on").startswith(r"[Evidence on example\.org](")


def test_line_breaks_are_kept_where_they_are_asked_for():
    assert markdown.lines("One *thing*\n\n# and another") == ("One \\*thing\\*  \n\\# and another")
