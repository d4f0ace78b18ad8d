"""Everyday words: what an edit of the lists does to those of the vocabulary.

Prepared, the words that no duty says any more  →  Prepared, with the files of everyday words

Those that lead to such a word go from `synonyms` of their file to its `unused`, for the check wants none of them there,
and come back when a duty says the word again: whoever undoes an ending loses nothing.
"""

from collections.abc import Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from generator.changes.diff import Change
from generator.changes.preparing import Prepared
from generator.check.places import texts_of
from generator.model import Synonym, SynonymFile
from generator.read import yaml_text
from generator.read.folder import limited_bytes, synonym_files
from generator.read.rewriting import lost_comments, rewritten
from generator.read.yaml_text import YamlError


def with_words(folder: Path, ready: Prepared) -> Prepared:
    """The edit, and the unused everyday words with it that lead to words which its duties say."""
    texts = "\n".join(text for township in ready.after for _, _, text in texts_of(township))
    files = [(name, text, own) for name, text in _texts(folder, ready) if (own := _of(text))]
    taken = {say for _, _, own in files for one in own.synonyms for say in one.say}
    lines = list[str]()
    for name, text, own in files:
        entries, unused, own_lines = list(own.synonyms), list[Synonym](), list[str]()
        for one in own.unused:
            back = tuple(word for word in one.means if word in texts)
            say = tuple(word for word in one.say if word not in taken)
            at = next((at for at, other in enumerate(entries) if not set(one.say).isdisjoint(other.say)), None)
            if not back or (at is None and not say):
                unused.append(one)
                continue
            if at is None:
                entries.append(Synonym(say=say, means=back))
                taken.update(say)
            else:
                means = tuple(dict.fromkeys((*entries[at].means, *back)))
                entries[at] = entries[at].model_copy(update={"means": means})
            if rest := tuple(word for word in one.means if word not in back):
                unused.append(one.model_copy(update={"means": rest}))
            own_lines += _told("+", one.say, back)
        if own_lines:
            ready = _put(folder, ready, name, _rewritten(text, entries, unused))
            lines += own_lines
    if not lines:
        return ready
    return replace(ready, changes=(*ready.changes, Change("词表", "恢复以前删去的便民词", tuple(lines))))


def without_words(folder: Path, ready: Prepared, words: Set[str]) -> Prepared:
    """The edit, and the everyday words with it that lead to words which no duty says any more."""
    lines, names, told = list[str](), list[str](), set[str]()
    for name, text in _texts(folder, ready):
        own = _of(text)
        entries, gone = list[Synonym](), list[Synonym]()
        for one in own.synonyms if own else ():
            for found, there in ((entries, False), (gone, True)):
                if means := tuple(word for word in one.means if (word in words) is there):
                    found.append(one.model_copy(update={"means": means}))
        if not own or not gone:
            continue
        new = _rewritten(text, entries, [*own.unused, *gone])
        lost = tuple((name, line, comment) for line, comment in lost_comments(text, new))
        ready = _put(folder, ready, name, new)
        ready = replace(ready, lost=(*ready.lost, *lost))
        lines += [line for one in gone for line in _told("-", one.say, one.means)]
        told |= {word for one in gone for word in one.means}
        names.append(name)
    if not lines:
        return ready
    title = f"删去没有事项再用的词：{'、'.join(sorted(told))}（移到 {'、'.join(names)} 的 unused，再有事项用到时恢复）"
    return replace(ready, changes=(*ready.changes, Change("词表", title, tuple(lines))))


def _texts(folder: Path, ready: Prepared) -> Iterator[tuple[str, str]]:
    """The files of everyday words as the edit leaves them.  What cannot be read the check tells of, and it stays."""
    for name in synonym_files(folder):
        with suppress(OSError, YamlError):
            yield name, ready.files.get(name) or yaml_text.decode(limited_bytes(folder / name))


def _of(text: str) -> SynonymFile | None:
    """The everyday words of a file; None where it is wrong."""
    try:
        return SynonymFile.model_validate(yaml_text.parse(text).data)
    except (YamlError, ValidationError):
        return None


def _rewritten(text: str, entries: Sequence[Synonym], unused: Sequence[Synonym]) -> str:
    data = {"synonyms": entries, **({"unused": unused} if unused else {})}
    plain = {key: [{"say": one.say, "means": one.means} for one in own] for key, own in data.items()}
    return rewritten(text, plain)


def _told(sign: str, say: Sequence[str], means: Sequence[str]) -> Iterator[str]:
    for word in means:
        yield f"{sign} {'、'.join(say[:3])}{'……' if len(say) > 3 else ''} → {word}"


def _put(folder: Path, ready: Prepared, name: str, text: str) -> Prepared:
    was = {name: limited_bytes(folder / name), **ready.was}
    return replace(ready, files={**ready.files, name: text}, was=was)
