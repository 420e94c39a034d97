"""An answer as a picture: bars, intervals, a timeline or a table of shades, as SVG or PNG.

Nothing is told by colour alone: series have hatches, places in a table their figures. The same answer gives the same
bytes. In an SVG texts stay texts, which a viewer can read and shape; in a PNG matplotlib shapes Arabic itself.
"""

import io
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from graph.analysis.drawing import Drawing, drawing_of
from graph.asking import NamedAnswer
from graph.question import Plot
from ontology.errors import UsageProblem

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMS = ("svg", "png")
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
"""Colours that people with any colour vision tell apart (Okabe and Ito 2008)."""

HATCHES = ("", "///", "...", "xxx", "\\\\\\", "+++")
_SETTINGS: Mapping[str, Any] = MappingProxyType(
    {
        "svg.hashsalt": "hakim",
        "svg.fonttype": "none",
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "hatch.linewidth": 0.5,
        "axes.unicode_minus": False,
        "text.parse_math": False,
    }
)
_METADATA: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {"svg": {"Date": None, "Creator": "Hakim"}, "png": {"Software": "Hakim"}}
)
_WIDTH, _LINE, _MARK = 10.0, 0.17, 0.28
"""Inches: of the drawing, of a line of text, of a mark."""

_NOTHING: Mapping[str, str] = MappingProxyType({"en": "Nothing to draw.", "ar": "لا شيء يُرسم."})


def form_of(ending: str) -> str:
    """The form of a drawing whose file has this ending; UsageProblem where there is no such form.

    >>> form_of(".SVG")
    'svg'
    """
    form = ending.removeprefix(".").lower()
    if form not in FORMS:
        raise UsageProblem(
            f"A drawing is no {ending} file." if ending else "A drawing's file has an ending.",
            hint="Name a .svg or a .png.",
        )
    return form


def draw(answer: NamedAnswer, plot: Plot, language: str, form: str, *, run: int) -> bytes:
    """The answer as "svg" or "png"; `run` is the last one whose records it shows."""
    drawing = drawing_of(answer, plot, language, run)
    return _rendered(drawing, form)


def _rendered(drawing: Drawing, form: str) -> bytes:
    from matplotlib import style  # Heavy, and only drawings need it.
    from matplotlib.figure import Figure

    below = [line for text in drawing.below for line in textwrap.wrap(text, 125)]
    lanes = max(1, len(drawing.axis)) if drawing.kind == "bars" else 1
    body = max(1.2, _MARK * (0.4 + 0.6 * lanes) * len(drawing.marks) + 0.6)
    height = body + 1.0 + _LINE * (len(below) + 1)
    # From the defaults on, so that nobody's own settings change the bytes.
    with style.context(["default", dict(_SETTINGS)]):
        figure = Figure(figsize=(_WIDTH, height))
        bottom = (_LINE * (len(below) + 1) + 0.6) / height
        axes = figure.add_axes((0.34, bottom, 0.62, body / height))
        axes.set_title(_directed(drawing.title, drawing.language), fontsize=11, x=0.2)
        if drawing.marks:
            _DRAWERS[drawing.kind](axes, drawing)
        else:
            axes.text(0.5, 0.5, _directed(_NOTHING[drawing.language], drawing.language), ha="center")
            axes.set_axis_off()
        _write_below(figure, below, drawing.language, height)
        written = io.BytesIO()
        figure.savefig(written, format=form, dpi=144, metadata=dict(_METADATA[form]))
    return written.getvalue()


def _directed(text: str, language: str) -> str:
    r"""A text that reads from its own side, whatever stands around it: Arabic, embedded from right to left.

    >>> _directed("TUR – SOM", "ar"), _directed("المهمات", "ar") == "\u202bالمهمات\u202c"
    ('TUR – SOM', True)
    """
    arabic = language == "ar" and any("\u0600" <= letter <= "\u06ff" for letter in text)
    return f"\u202b{text}\u202c" if arabic else text


def _write_below(figure: "Figure", lines: Sequence[str], language: str, height: float) -> None:
    side, where = ("right", 0.98) if language == "ar" else ("left", 0.02)
    for number, line in enumerate(reversed(lines)):
        figure.text(where, (number + 0.6) * _LINE / height, _directed(line, language), ha=side, fontsize=7)


def _places(axes: "Axes", drawing: Drawing) -> range:
    """A line for each mark, the first on top, with the labels beside them."""
    places = range(len(drawing.marks))
    axes.set_yticks([*places], [_directed(mark.label, drawing.language) for mark in drawing.marks])
    axes.set_ylim(len(places) - 0.4, -0.6)
    return places


def _bars(axes: "Axes", drawing: Drawing) -> None:
    places, lanes = _places(axes, drawing), len(drawing.axis)
    for lane, name in enumerate(drawing.axis):
        values = [mark.numbers[lane] for mark in drawing.marks]
        axes.barh(
            [place + (lane + 0.5) * 0.8 / lanes - 0.4 for place in places],
            [value or 0.0 for value in values],
            0.8 / lanes,
            color=OKABE_ITO[lane % len(OKABE_ITO)],
            hatch=HATCHES[lane % len(HATCHES)],
            edgecolor="black",
            linewidth=0.4,
            label=_directed(name, drawing.language),
        )
    _name_values(axes, drawing)


def _name_values(axes: "Axes", drawing: Drawing) -> None:
    if len(drawing.axis) > 1:
        # Left of the axis, below the labels, where it hides no mark.
        axes.legend(loc="upper right", bbox_to_anchor=(-0.02, 0.0), fontsize=7)
    axes.set_xlabel(_directed(" · ".join(drawing.axis), drawing.language))
    axes.grid(axis="x", linewidth=0.3)
    axes.set_axisbelow(True)


def _intervals(axes: "Axes", drawing: Drawing) -> None:
    """A line from the least to the most; an open ring at the one end, a full square at the other."""
    for place, (least, most) in _spans(axes, drawing):
        axes.plot([least, most], [place, place], color=OKABE_ITO[0], linewidth=1.6, zorder=2)
    _ends(axes, drawing)
    _name_values(axes, drawing)


def _spans(axes: "Axes", drawing: Drawing) -> Iterator[tuple[int, tuple[float, float]]]:
    for place, mark in zip(_places(axes, drawing), drawing.marks, strict=True):
        least, most = mark.numbers
        if least is not None and most is not None:
            yield place, (least, most)


def _ends(axes: "Axes", drawing: Drawing) -> None:
    styles = (("o", "white", OKABE_ITO[0]), ("s", OKABE_ITO[1], "black"))
    for end, (marker, face, edge) in enumerate(styles):
        known = [
            (number, place)
            for place, mark in enumerate(drawing.marks)
            if (number := mark.numbers[end]) is not None
        ]
        axes.scatter(
            [number for number, _ in known],
            [place for _, place in known],
            s=34 if end == 0 else 12,
            marker=marker,
            facecolor=face,
            edgecolor=edge,
            zorder=3 + end,
            label=_directed(drawing.axis[end], drawing.language),
        )


def _timeline(axes: "Axes", drawing: Drawing) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    _intervals(axes, drawing)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(_day))


def _day(number: float, _place: float | None = None) -> str:
    """The day of a number.

    >>> _day(date(2020, 3, 1).toordinal()), _day(-4)
    ('2020-03-01', '')
    """
    return date.fromordinal(int(number)).isoformat() if 1 <= number <= date.max.toordinal() else ""


def _heat(axes: "Axes", drawing: Drawing) -> None:
    """A table of shades, each with its figure; the darker, the more."""
    most = max(
        (abs(number) for mark in drawing.marks for number in mark.numbers if number is not None), default=0
    )
    for place, mark in zip(_places(axes, drawing), drawing.marks, strict=True):
        for column, number in enumerate(mark.numbers):
            share = abs(number) / most if number is not None and most else 0.0
            axes.barh(place, 1, 0.96, left=column, color=OKABE_ITO[0], alpha=0.08 + 0.72 * share)
            written = "" if number is None else f"{number:g}"
            axes.text(
                column + 0.5,
                place,
                written,
                ha="center",
                va="center",
                color="white" if share > 0.6 else "black",
            )
    axes.set_xlim(0, len(drawing.axis))
    axes.set_xticks(
        [column + 0.5 for column in range(len(drawing.axis))],
        [_directed(name, drawing.language) for name in drawing.axis],
    )


_DRAWERS: Mapping[str, Callable[["Axes", Drawing], None]] = MappingProxyType(
    {"bars": _bars, "intervals": _intervals, "timeline": _timeline, "heat": _heat}
)
