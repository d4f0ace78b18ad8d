"""Compiled: templates as Jinja has compiled them, kept: to compile all of them takes half a second in each process."""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator import cache

_CACHE = cache.kept_in("templates")


class Compiled(BytecodeCache):
    """Of the templates of an environment; `options` names all of it that code is compiled by, besides a text."""

    def __init__(self, options: str) -> None:
        self._options = options.encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template's code from the cache, if it is there."""
        if code := _CACHE.get(*self._slot(bucket)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        _CACHE.put(*self._slot(bucket), bucket.bytecode_to_string())

    def _slot(self, bucket: Bucket) -> tuple[str, bytes]:
        # The key has the template's file, which is told where something in it is wrong.
        own = cache.key(cache.code(__name__), self._options, bucket.key.encode(), bucket.checksum.encode())
        return own.hex(), own
