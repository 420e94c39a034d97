"""A statement ends at a semicolon or an empty line, but not inside of a text, a comment or back-ticks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hakim.shell.statements import Split, last_split, split

CASES = [
    ("", (), ""),
    (";;\n\n;", (), ""),
    ("RETURN 1", (), "RETURN 1"),
    ("RETURN 1;", ("RETURN 1",), ""),
    ("RETURN 1\n\n", ("RETURN 1",), ""),
    ("RETURN 1\r\n\r\nRETURN 2", ("RETURN 1",), "RETURN 2"),
    ("MATCH (n)\nRETURN n; RETURN 2;", ("MATCH (n)\nRETURN n", "RETURN 2"), ""),
    ("RETURN ';', \"\n\n\", `a;``;`;", ("RETURN ';', \"\n\n\", `a;``;`",), ""),
    (r"RETURN 'it\'s;', '\\'; RETURN 2", (r"RETURN 'it\'s;', '\\'",), "RETURN 2"),
    ("RETURN 1 // a; b\n+ 1; RETURN 2", ("RETURN 1 // a; b\n+ 1",), "RETURN 2"),
    ("RETURN /* ;\n\n */ 1;", ("RETURN /* ;\n\n */ 1",), ""),
    ("RETURN 4 / 2;", ("RETURN 4 / 2",), ""),
    ("// only this\n\n/* and this */;", (), ""),
    ("// said before\nRETURN 1;", ("// said before\nRETURN 1",), ""),
    ("RETURN 'open; ", (), "RETURN 'open;"),
    ("RETURN /* open; ", (), "RETURN /* open;"),
    (":help", (":help",), ""),
    (":help; \n", (":help",), ""),
    (':param a => "x;y"\nRETURN $a;', (':param a => "x;y"', "RETURN $a"), ""),
    ("// first\n  :format csv\nRETURN 1", (":format csv",), "RETURN 1"),
    ("MATCH (n\n:Mission)\nRETURN n;", ("MATCH (n\n:Mission)\nRETURN n",), ""),
]


@pytest.mark.parametrize(("text", "statements", "rest"), CASES)
def test_a_text_is_split_where_statements_end(text: str, statements: tuple[str, ...], rest: str) -> None:
    assert split(text) == Split(statements, rest)


def test_the_end_of_a_file_ends_its_last_statement() -> None:
    assert last_split("RETURN 1;\nRETURN 2\n") == ("RETURN 1", "RETURN 2")


@given(st.lists(st.text("ab;'\"`/*\\\n :", max_size=8), max_size=5).map("".join))
def test_what_is_split_once_is_whole(text: str) -> None:
    done = split(text)

    assert [split(one + "\n;").statements for one in done.statements] == [(one,) for one in done.statements]
