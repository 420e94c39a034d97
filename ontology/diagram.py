"""A picture of the model: the main classes and the edges between them, as SVG that can be read aloud.

The places are chosen by hand; every box and every line must be in the vocabulary, or the drawing fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from ontology.files import OntologyError
from ontology.vocabulary import vocabulary

WIDTH, HEIGHT = 1180, 650
_BOX_WIDTH, _BOX_HEIGHT = 150, 40


@dataclass(frozen=True, slots=True)
class _Line:
    start: str
    edge: str
    end: str
    also: str = ""

    @property
    def edges(self) -> tuple[str, ...]:
        """The relationships that the line stands for."""
        return (self.edge, self.also) if self.also else (self.edge,)


_BOXES: Final[Mapping[str, tuple[int, int]]] = {
    "Programme": (100, 50),
    "Quantity": (330, 50),
    "Product": (560, 50),
    "LifecycleStep": (790, 50),
    "Event": (1080, 110),
    "Mission": (480, 250),
    "Occasion": (85, 250),
    "Disease": (85, 430),
    "CrisisInCountry": (320, 430),
    "Party": (820, 300),
    "GroupingMembership": (1080, 300),
    "RelationState": (1080, 430),
    "BilateralRelation": (820, 430),
    "Claim": (620, 430),
    "Dataset": (150, 600),
    "Record": (410, 600),
    "Document": (650, 600),
    "Publisher": (890, 600),
}
"""The middle of each box."""
_LINES: Final = (
    _Line("Mission", "PART_OF_PROGRAMME", "Programme"),
    _Line("Mission", "QUANTITY", "Quantity"),
    _Line("Mission", "DELIVERS_PRODUCT", "Product"),
    _Line("LifecycleStep", "STEP_OF", "Mission"),
    _Line("Event", "RELATED_MISSION", "Mission"),
    _Line("Event", "PARTICIPANT", "Party"),
    _Line("Mission", "IN_RESPONSE_TO", "Occasion"),
    _Line("Occasion", "OF_DISEASE", "Disease"),
    _Line("CrisisInCountry", "OF_DISEASE", "Disease"),
    _Line("CrisisInCountry", "OF_CRISIS", "Occasion"),
    _Line("Mission", "SENT_BY", "Party", "RECEIVED_BY"),
    _Line("GroupingMembership", "MEMBER", "Party"),
    _Line("RelationState", "STATE_OF", "BilateralRelation"),
    _Line("BilateralRelation", "RELATION_PARTY", "Party"),
    _Line("Claim", "ABOUT", "Mission"),
    _Line("Claim", "CLAIMED_BY", "Publisher"),
    _Line("Record", "DESCRIBES", "Mission"),
    _Line("Record", "STATED_IN", "Document"),
    _Line("Document", "PUBLISHED_BY", "Publisher"),
    _Line("Record", "FROM_DATASET", "Dataset"),
)
_STYLE: Final = (
    "text{font:13px system-ui,sans-serif;fill:#1b2733;text-anchor:middle}"
    ".edge{font-size:10px;fill:#3d5163;paint-order:stroke;stroke:#fff;stroke-width:4px}"
    "rect{fill:#eaf2f8;stroke:#2f6690;stroke-width:1.5}line{stroke:#5b7083;stroke-width:1.2}"
    "@media (prefers-color-scheme:dark){text{fill:#e8eef3}.edge{fill:#b8c7d3;stroke:#10181f}"
    "rect{fill:#1d2c39;stroke:#7fb2d6}line{stroke:#8fa3b3}}"
)


def diagram(title: str, description: str) -> str:
    """The model as one SVG document; the same vocabulary gives the same bytes.

    Raises OntologyError when a box or line is no longer declared.
    """
    _check()
    lines = "\n".join(_line(line) for line in _LINES)
    boxes = "\n".join(_box(label, *place) for label, place in _BOXES.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="model-title model-description">\n'
        f'<title id="model-title">{escape(title)}</title>\n'
        f'<desc id="model-description">{escape(description)}</desc>\n'
        f"<style>{_STYLE}</style>\n"
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 10 5 0 10z" fill="#5b7083"/></marker></defs>\n'
        f"{lines}\n{boxes}\n</svg>\n"
    )


def described_lines() -> tuple[str, ...]:
    """The lines of the picture in words."""
    return tuple(f"{line.start} {edge} {line.end}" for line in _LINES for edge in line.edges)


def _check() -> None:
    words = vocabulary()
    labels = {term.label for term in words.classes.values()}
    edges = {term.edge for term in words.edges.values()}
    strange = [label for label in _BOXES if label not in labels]
    strange += [edge for line in _LINES for edge in line.edges if edge not in edges]
    if strange:
        raise OntologyError(f"The diagram shows what the vocabulary does not declare: {', '.join(strange)}.")


def _box(label: str, x: int, y: int) -> str:
    return (
        f'<rect x="{x - _BOX_WIDTH // 2}" y="{y - _BOX_HEIGHT // 2}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}"'
        f' rx="6"/><text x="{x}" y="{y + 5}">{label}</text>'
    )


def _line(line: _Line) -> str:
    start, end = _BOXES[line.start], _BOXES[line.end]
    (x1, y1), (x2, y2) = _border(start, end), _border(end, start)
    middle_x, middle_y = (x1 + x2) / 2, (y1 + y2) / 2
    return (
        f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" marker-end="url(#tip)"/>'
        f'<text class="edge" x="{middle_x:.0f}" y="{middle_y - 3:.0f}">{" · ".join(line.edges)}</text>'
    )


def _border(box: tuple[int, int], towards: tuple[int, int]) -> tuple[float, float]:
    """Where the line from the middle of a box towards another point leaves the box."""
    dx, dy = towards[0] - box[0], towards[1] - box[1]
    half_width, half_height = _BOX_WIDTH / 2, _BOX_HEIGHT / 2
    scale = min(half_width / abs(dx) if dx else 9e9, half_height / abs(dy) if dy else 9e9)
    return box[0] + dx * scale, box[1] + dy * scale
