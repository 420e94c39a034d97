import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.display import cut, label, safe_address, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("الأردن", "الأردن"),
        ("two\nlines\t", "two\nlines\t"),
        ("a\u202eb\u2066c", "a⟨U+202E⟩b⟨U+2066⟩c"),
        ("\x00\x1b[31m\x9b", "⟨U+0000⟩⟨U+001B⟩[31m⟨U+009B⟩"),
        ("\u200eok\u200f", "\u200eok\u200f"),
        ("\ud800", "⟨U+D800⟩"),
    ],
)
def test_what_hides_or_reorders_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://reliefweb.int/node/1?a=b#c", True),
        ("http://127.0.0.1:8080/", True),
        ("HTTPS://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt://example.org/%0aalert(1)", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("https:example.org", False),
        ("https://", False),
        ("https://good.example@evil.example/", False),
        ("https://example.org/\u202egnp", False),
        ("https://example.org/a b", False),
        ("https://[::1", False),
        (" https://example.org", False),
        ("java\nscript:alert(1)", False),
        ("https://example.org/" + "a" * 3000, False),
        ("", False),
    ],
)
def test_only_a_plain_web_address_is_linked(address: str, linked: bool) -> None:
    assert safe_address(address) == (address if linked else "")


def test_a_megabyte_is_one_short_line() -> None:
    assert label("x " * 500_000) == "x " * 29 + "x…"


@given(st.text(), st.integers(2, 50))
def test_nothing_is_longer_than_it_may_be(text: str, longest: int) -> None:
    assert len(cut(text, longest)) <= longest
    assert len(label(text, longest)) <= longest
    assert visible(label(text, longest)) == label(text, longest)
