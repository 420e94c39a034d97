"""On which line of a source spec a setting stands: for facts that no cell says."""

from collections.abc import Mapping
from typing import Final

import yaml

Path = tuple[str, ...]
TOP: Final[Path] = ()


def lines_of_spec(text: str) -> Mapping[Path, int]:
    r"""The line of each key of a spec, by the keys that lead to it; nothing where the text is no mapping.

    >>> lines_of_spec("source: a\nconstants:\n  status: delivered\n")[("constants", "status")]
    3
    """
    try:
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError:
        return {}
    found: dict[Path, int] = {}
    _note(node, TOP, found)
    return found


def _note(node: yaml.Node | None, path: Path, found: dict[Path, int]) -> None:
    if isinstance(node, yaml.SequenceNode):
        # The readings of one column stand in a list: its first one with a key gives the line.
        for item in node.value:
            _note(item, path, found)
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            below = (*path, key.value)
            found.setdefault(below, key.start_mark.line + 1)
            _note(value, below, found)
