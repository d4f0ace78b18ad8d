"""Parts: what was made of some counties, to be carried to where the whole site is put together.

    part/counties/…     what is kept of them (`counties.py`)
    part/files/…        their files (`store.py`)

A part is a piece of a cache: putting it into another one is all that there is to joining it, and a build there finds
that its counties are made already.  What does not fit, since it was made of other content or by another version, is
made again.  So a site put together from parts is the same, byte for byte, as one built in one place.
"""

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.checking import CACHE as COUNTIES
from generator.counties import CountyFiles, FoundCounty
from generator.store import Store, link

_COUNTIES, _FILES = "counties", "files"


def write_part(folder: Path, slots: Iterable[str], made: Sequence[CountyFiles], found: Sequence[FoundCounty]) -> int:
    """Write a part into a folder: what is kept under these slots of the cache, and the counties' files; how many."""
    store = Store()
    digests = {digest for one in made for digest in one.digests} | {digest for one in found for digest in one.digests}
    wanted = {folder / _COUNTIES / slot: COUNTIES.folder / slot for slot in slots}
    wanted |= {Store(folder / _FILES).path(digest): store.path(digest) for digest in digests}
    for target, source in wanted.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        link(source, target)
    return len(wanted)


def is_part(folder: Path) -> bool:
    """Whether a folder is one."""
    return (folder / _COUNTIES).is_dir() and (folder / _FILES).is_dir()


def join_part(folder: Path) -> None:
    """Put a part into the cache; what stands there already stays."""
    for name, place in ((_COUNTIES, COUNTIES.folder), (_FILES, Store().folder)):
        for source in sorted((folder / name).rglob("*")):
            target = place / source.relative_to(folder / name)
            if source.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                # Copied under another name first: somebody may be looking for it.
                temporary = target.with_name(f".{target.name}.new")
                shutil.copyfile(source, temporary)
                temporary.replace(target)
