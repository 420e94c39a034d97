"""The columns of IATI activities and of their transactions (standard 2.0x), one table for each.

A column takes one value, or several with `;` between them. Where two columns take values of the same elements,
such as the names and the references of funding organisations, the values stand in the same order, and one that
is missing leaves its place empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.readers.xml_text import XML_LANG, Element

LANGUAGES = ("ar", "en", "es", "fa", "fr", "ru", "tr", "ur", "zh")
"""The languages whose narratives have a column of their own."""

Get = Callable[[Element], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the path of elements that it reads, which of them, and what of each.

    `where` names attributes and the values that they must have; an empty one stands for the attribute's absence.
    """

    name: str
    path: tuple[str, ...]
    get: Get
    where: Mapping[str, tuple[str, ...]]
    many: bool = False

    def values(self, element: Element) -> list[str]:
        """The values of the column in an element, in their order."""
        found = [element]
        for step in self.path:
            found = [child for parent in found for child in parent.all(step)]
        return [self.get(one) for one in found if self._is_meant(one)]

    def _is_meant(self, element: Element) -> bool:
        return all(element.attributes.get(name, "") in allowed for name, allowed in self.where.items())


def attribute(name: str) -> Get:
    """Reads an attribute."""
    return lambda element: element.attributes.get(name, "").strip()


def text(element: Element) -> str:
    """The text of an element."""
    return element.text.strip()


def narrative(element: Element) -> str:
    """The first narrative of an element."""
    return next((found for one in element.all("narrative") if (found := text(one))), "")


def parts(*gets: Get) -> Get:
    """Reads several things of an element, with a colon between them; nothing where all are missing."""

    def read(element: Element) -> str:
        found = [get(element) for get in gets]
        return ":".join(found) if any(found) else ""

    return read


def attribute_or(name: str, default: str) -> Get:
    """Reads an attribute that has a meaning where it is missing."""
    return lambda element: element.attributes.get(name, "").strip() or default


def narratives(element: Element, language: str) -> dict[str, str]:
    """The narratives of an element by their languages, those of one language below each other."""
    found: dict[str, str] = {}
    for one in element.all("narrative"):
        if said := text(one):
            code = one.attributes.get(XML_LANG, "").strip().lower() or language
            found[code] = f"{found[code]}\n{said}" if code in found else said
    return found


def _one(name: str, path: str, get: Get, **where: str) -> Column:
    return Column(name, _steps(path), get, _conditions(where))


def _many(name: str, path: str, get: Get, **where: str) -> Column:
    return Column(name, _steps(path), get, _conditions(where), many=True)


def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split("/")) if path else ()


def _conditions(where: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values.split("|")) for name, values in where.items()}


def _organisations(name: str, role: str) -> list[Column]:
    path = "participating-org"
    return [
        _many(name, path, narrative, role=role),
        _many(f"{name}.ref", path, attribute("ref"), role=role),
        _many(f"{name}.type", path, attribute("type"), role=role),
    ]


_CODE = attribute("code")
_DAY = attribute("iso-date")
_SECTOR = parts(attribute_or("vocabulary", "1"), _CODE, attribute("percentage"))
_SCOPE = parts(attribute("type"), attribute("vocabulary"), _CODE)

ACTIVITY = (
    _one("iati-identifier", "iati-identifier", text),
    _one("reporting-org", "reporting-org", narrative),
    _one("reporting-org.ref", "reporting-org", attribute("ref")),
    _one("reporting-org.type", "reporting-org", attribute("type")),
    _one("description.objectives", "description", narrative, type="2"),
    _one("description.target-groups", "description", narrative, type="3"),
    _one("description.other", "description", narrative, type="4"),
    _one("activity-status", "activity-status", _CODE),
    _one("activity-scope", "activity-scope", _CODE),
    _one("start.planned", "activity-date", _DAY, type="1"),
    _one("start.actual", "activity-date", _DAY, type="2"),
    _one("end.planned", "activity-date", _DAY, type="3"),
    _one("end.actual", "activity-date", _DAY, type="4"),
    *_organisations("funding", "1"),
    *_organisations("accountable", "2"),
    *_organisations("extending", "3"),
    *_organisations("implementing", "4"),
    _many("recipient-country", "recipient-country", _CODE),
    _many("recipient-country.percentage", "recipient-country", attribute("percentage")),
    _many("recipient-region", "recipient-region", _CODE),
    _many("recipient-region.percentage", "recipient-region", attribute("percentage")),
    _many("location", "location/name", narrative),
    _many("location.point", "location/point/pos", text),
    _many("sector", "sector", _SECTOR),
    _many("sector.dac-5", "sector", _CODE, vocabulary="|1"),
    _many("sector.dac-3", "sector", _CODE, vocabulary="2"),
    _one("humanitarian", "", attribute("humanitarian")),
    _many("humanitarian-scope", "humanitarian-scope", _SCOPE),
    _many("humanitarian-scope.glide", "humanitarian-scope", _CODE, vocabulary="1-2"),
    _many("humanitarian-scope.plan", "humanitarian-scope", _CODE, vocabulary="2-1"),
    _one("default-currency", "", attribute("default-currency")),
    _one("language", "", attribute(XML_LANG)),
    _one("hierarchy", "", attribute("hierarchy")),
    _one("last-updated", "", attribute("last-updated-datetime")),
    _many("default-aid-type", "default-aid-type", _CODE),
    _one("default-finance-type", "default-finance-type", _CODE),
    _one("default-flow-type", "default-flow-type", _CODE),
    _one("default-tied-status", "default-tied-status", _CODE),
    _one("collaboration-type", "collaboration-type", _CODE),
    _many("related-activity", "related-activity", parts(attribute("type"), attribute("ref"))),
    _many("document-link", "document-link", attribute("url")),
)
"""What is read of an activity, beside its title and its description in each language."""

READ_PARTS = frozenset({column.path[0] for column in ACTIVITY if column.path} | {"title", "transaction"})
"""The elements of an activity of which something is read."""

TRANSACTION = (
    _one("ref", "", attribute("ref")),
    _one("transaction-type", "transaction-type", _CODE),
    _one("transaction-date", "transaction-date", _DAY),
    _one("value", "value", text),
    _one("value-date", "value", attribute("value-date")),
    _one("description", "description", narrative),
    _one("provider", "provider-org", narrative),
    _one("provider.ref", "provider-org", attribute("ref")),
    _one("provider.type", "provider-org", attribute("type")),
    _one("provider.activity", "provider-org", attribute("provider-activity-id")),
    _one("receiver", "receiver-org", narrative),
    _one("receiver.ref", "receiver-org", attribute("ref")),
    _one("receiver.type", "receiver-org", attribute("type")),
    _one("receiver.activity", "receiver-org", attribute("receiver-activity-id")),
    _one("humanitarian", "", attribute("humanitarian")),
    _many("sector", "sector", parts(attribute_or("vocabulary", "1"), _CODE)),
    _many("recipient-country", "recipient-country", _CODE),
    _many("recipient-region", "recipient-region", _CODE),
    _one("disbursement-channel", "disbursement-channel", _CODE),
    _one("flow-type", "flow-type", _CODE),
    _one("finance-type", "finance-type", _CODE),
    _many("aid-type", "aid-type", _CODE),
    _one("tied-status", "tied-status", _CODE),
)
"""What is read of a transaction itself; `currency` is its value's, or else the activity's default."""

OF_ITS_ACTIVITY = (
    "iati-identifier",
    "reporting-org",
    "reporting-org.ref",
    "title",
    "activity-status",
    "recipient-country",
    "recipient-country.percentage",
    "recipient-region",
    "sector",
    "humanitarian",
    "humanitarian-scope",
)
"""What a transaction's row repeats of its activity, in columns that begin with `activity.`: it is true of the
activity as a whole, and of the transaction only where that has one country or sector."""
