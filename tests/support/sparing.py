"""Work that is done once a process and not once a test: templates compiled, texts parsed, helping processes started,
the command line described, words told.

Templates and texts go by all that is in them, so that what a test changes is compiled and parsed as it is.
"""

import functools
import os
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext

import jinja2
import pytest
from jinja2.bccache import Bucket
from mkdocs.theme import Theme

from generator import __main__ as command_line
from generator import workers
from generator.pages import render
from generator.read import yaml_text
from generator.search import wording


class _Compiled(jinja2.BytecodeCache):
    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, object]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.checksum, bucket.code


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """However many renderers and sites there are, a template is compiled once."""
    compiled, get_env = _Compiled(), Theme.get_env

    def environment(theme: Theme) -> jinja2.Environment:
        made = get_env(theme)
        made.bytecode_cache = compiled
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "Environment", functools.partial(jinja2.Environment, bytecode_cache=compiled))
        patch.setattr(Theme, "get_env", environment)
        yield


@pytest.fixture(scope="session", autouse=True)
def started_once() -> Iterator[None]:
    """However many sites are built, the processes that help are started once, where one is built at all."""
    start = workers.pool
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        started = functools.cache(lambda: stack.enter_context(start()))
        # Copies of this process would have what a test has changed in it.
        patch.setattr(workers, "can_fork", lambda: False)
        patch.setattr(workers, "pool", lambda *_: nullcontext(started()))
        yield


@pytest.fixture(scope="session", autouse=True)
def described_once() -> Iterator[None]:
    """However many commands are run, the command line's parser is made once for each version that it is told of."""
    make = command_line.make_parser
    made = functools.cache(lambda _: make())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command_line, "make_parser", lambda: made(os.environ.get("QINGDAN_COMMIT")))
        yield


@pytest.fixture(scope="session", autouse=True)
def worded_once() -> Iterator[None]:
    """However many contents say the same everyday words, what tells words from accidents, which nothing changes, is
    made once.
    """
    made = functools.lru_cache(8)(wording.Lexicon)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "Lexicon", lambda words, fillers: made(tuple(words), tuple(fillers)))
        yield


# With the parser, which tests exchange.
_parsed = functools.cache(lambda text, _, parse=yaml_text.parse: parse(text))


@pytest.fixture
def parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that read small changes of one content: a file that is as it was is parsed once."""
    monkeypatch.setattr(yaml_text, "parse", lambda text: _parsed(text, yaml_text.Loader))
