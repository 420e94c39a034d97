"""The prompt on a terminal: lines are edited, completed and kept by prompt_toolkit."""

from collections.abc import Callable, Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import has_completions
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.shortcuts import CompleteStyle

from hakim.shell.completion import suggest
from hakim.shell.history import PrivateHistory
from hakim.shell.statements import split
from hakim.shell.words import Words

PROMPT = "hakim> "
CONTINUED = "     > "


class SchemaCompleter(Completer):
    """Offers what `suggest` says, with the words that are known at the time."""

    def __init__(self, words: Callable[[], Words]) -> None:
        self._words = words

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002 - prompt_toolkit's signature
        """The words that can come next."""
        for one in suggest(document.text_before_cursor, self._words()):
            yield Completion(one.text, start_position=-one.back)


def prompt_session(history: PrivateHistory, words: Callable[[], Words]) -> PromptSession[str]:
    """A prompt that reads on until a statement ends."""
    return PromptSession(
        PROMPT,
        multiline=True,
        prompt_continuation=CONTINUED,
        history=history,
        completer=SchemaCompleter(words),
        complete_style=CompleteStyle.READLINE_LIKE,
        complete_while_typing=False,
        key_bindings=_keys(),
    )


def is_whole(text: str) -> bool:
    r"""Whether Enter after this text ends it: nothing is begun that has not ended.

    >>> is_whole("MATCH (n)"), is_whole("MATCH (n) RETURN n;"), is_whole("MATCH (n)\n"), is_whole(":help")
    (False, True, True, True)
    """
    return not split(text + "\n").rest


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter", filter=~has_completions)
    def _enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if is_whole(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.newline(copy_margin=False)

    return keys
