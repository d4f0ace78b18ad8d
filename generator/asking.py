"""Asking: what a command was not told by its options, asked in the terminal, one question at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from generator.words.characters import or_known

T = TypeVar("T")


class NotTold(Exception):
    """What has to be said, and was not, where nobody can be asked; its message is for people."""


class NotOffered(ValueError):
    """A choice that there is not; its message is for people."""


@dataclass(frozen=True)
class Asking:
    """Whom to ask: a person at a terminal, or nobody (`is_possible`)."""

    is_possible: bool

    def value(
        self, given: str | None, option: str, question: str, check: Callable[[str], T], default: str | None = None
    ) -> T:
        """What an option says, or the answer to its question, made into a value; asked again until it can be.

        `check` raises ValueError, or what is one, with a message for people.  An empty answer is the default.
        Raises NotTold.
        """
        if given is not None or not self.is_possible:
            text = given if given is not None else default
            if text is None:
                raise NotTold(f"缺少 {option}（{question}）")
            return check(text)
        console = Console(stderr=True)
        while True:
            hint = f"（回车：{default or '不写'}）" if default is not None else ""
            console.print(Text(f"{question}{hint}："), end="", soft_wrap=True)
            answer = console.input().strip() or default
            if answer is None:
                console.print(Text("  这一条要写；不做了，按 Ctrl+C"))
                continue
            try:
                return check(answer)
            except ValueError as error:
                console.print(Text(f"  {error}"), soft_wrap=True)

    def choice(self, given: str | None, option: str, question: str, known: Sequence[tuple[str, str]]) -> str:
        """One of some, each with what it is called; a number of the list will do as an answer."""
        if given is None and self.is_possible:
            console = Console(stderr=True)
            for index, (id, name) in enumerate(known, 1):
                console.print(Text(f"  {index}. {id} {name}".rstrip()))
        if len(known) == 1 and given is None:
            return known[0][0]

        def check(text: str) -> str:
            ids = [id for id, _ in known]
            if text in ids:
                return text
            if text in [name for _, name in known]:
                return next(id for id, name in known if name == text)
            if given is None and text.isdigit() and 1 <= int(text) <= len(ids):
                return ids[int(text) - 1]
            raise NotOffered(f"{option} 没有“{text}”{or_known(text, ids)}")

        return self.value(given, option, question, check)

    def agreed(self, question: str) -> bool:
        """Whether a person says yes."""
        if not self.is_possible:
            return False
        console = Console(stderr=True)
        console.print(Text(f"{question}（是/否，回车：否）："), end="", soft_wrap=True)
        answer = console.input()
        return answer.strip().lower() in ("是", "y", "yes", "好", "shi")
