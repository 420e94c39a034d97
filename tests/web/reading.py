"""Reads a page as a person does: its title, headings, tables, links and text, without the mark-up."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    {"input", "meta", "link", "img", "br", "circle", "line", "path", "polygon", "rect", "ellipse"}
)


@dataclass
class Page:
    """What stands on a page, in the order of the page."""

    title: str = ""
    headings: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""

    def with_class(self, name: str) -> list[dict[str, str]]:
        """The attributes of the elements of a class."""
        return [attributes for _, attributes in self.elements if name in attributes.get("class", "").split()]

    def address_of(self, text: str) -> str:
        """Where the first link with that text leads."""
        return next(address for address, told in self.links if told == text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.page.elements.append((tag, attributes))
        if tag not in VOID:
            self._open.append((tag, attributes, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        for _, _, parts in self._open:
            parts.append(data)

    def handle_endtag(self, tag: str) -> None:
        opened, attributes, parts = self._open.pop()
        assert opened == tag, f"<{opened}> is ended by </{tag}>"
        told = " ".join("".join(parts).split())
        if tag == "title":
            self.page.title = told
        elif tag in {"h1", "h2", "h3"}:
            self.page.headings.append(told)
        elif tag == "a":
            self.page.links.append((attributes.get("href", ""), told))
        elif tag in {"td", "th"}:
            self._cells.append(told)
        elif tag == "tr":
            self.page.rows.append(self._cells)
            self._cells = []
        elif tag == "body":
            self.page.text = told


def read(html: str) -> Page:
    """The page, which must be well-formed: every element that is opened is ended in its place."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader._open == []
    return reader.page
