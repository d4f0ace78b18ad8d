"""Everyday words: what an edit of the lists does to those of the vocabulary.

Prepared, the words that no duty says any more  →  Prepared, with the files of everyday words

Those that lead to such a word are taken out, for the check wants none of them.  They stay in a comment at the head of
their file, as data, and are put back when a duty says the word again: whoever undoes an ending loses nothing.
"""

import json
from collections.abc import Iterable, Iterator, Sequence, Set
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

# Begins the comment that keeps what was taken out; the rest of the line is JSON.
_KEPT = "# 没有事项再用，再用时恢复："


def with_words(folder: Path, ready: Prepared) -> Prepared:
    """The edit, and the everyday words with it that were taken out and lead to words which its duties say."""
    texts = "\n".join(text for township in ready.after for _, _, text in texts_of(township))
    files = dict(_texts(folder, ready))
    taken: set[str] | None = None
    lines = list[str]()
    for name, text in files.items():
        kept = [(line, one) for line in text.splitlines() if (one := _kept(line))]
        if not any(word in texts for _, one in kept for word in one.means):
            continue
        if taken is None:
            taken = {say for own in files.values() for one in _of(own) or () for say in one.say}
        entries, new = _of(text), text
        if entries is None:
            continue
        for line, one in kept:
            back = tuple(word for word in one.means if word in texts)
            say = tuple(word for word in one.say if word not in taken)
            at = next((at for at, other in enumerate(entries) if not set(one.say).isdisjoint(other.say)), None)
            if not back or (at is None and not say):
                continue
            if at is None:
                entries.append(Synonym(say=say, means=back))
                taken.update(say)
            else:
                means = tuple(dict.fromkeys((*entries[at].means, *back)))
                entries[at] = entries[at].model_copy(update={"means": means})
            rest = tuple(word for word in one.means if word not in back)
            left = _comment(one.model_copy(update={"means": rest})) if rest else ""
            new = new.replace(f"{line}\n", left, 1)
            lines += _told("+", one.say, back)
        ready = _put(folder, ready, name, _rewritten(new, entries))
    if not lines:
        return ready
    return replace(ready, changes=(*ready.changes, Change("词表", "恢复以前删去的便民词", tuple(lines))))


def without_words(folder: Path, ready: Prepared, words: Set[str]) -> Prepared:
    """The edit, and the everyday words with it that lead to words which no duty says any more."""
    lines, names = list[str](), list[str]()
    for name, text in _texts(folder, ready):
        entries, gone = list[Synonym](), list[Synonym]()
        for one in _of(text) or ():
            for found, there in ((entries, False), (gone, True)):
                if means := tuple(word for word in one.means if (word in words) is there):
                    found.append(one.model_copy(update={"means": means}))
        if not gone:
            continue
        new = _rewritten(text, entries)
        lost = tuple((name, line, comment) for line, comment in lost_comments(text, new))
        head, key, rest = new.partition("synonyms:")
        ready = _put(folder, ready, name, f"{head}{''.join(map(_comment, gone))}{key}{rest}")
        ready = replace(ready, lost=(*ready.lost, *lost))
        lines += [line for one in gone for line in _told("-", one.say, one.means)]
        names.append(name)
    if not lines:
        return ready
    title = f"删去没有事项再用的词：{'、'.join(sorted(words))}（留在 {'、'.join(names)} 的注释里，再有事项用到时恢复）"
    return replace(ready, changes=(*ready.changes, Change("词表", title, tuple(lines))))


def _texts(folder: Path, ready: Prepared) -> Iterator[tuple[str, str]]:
    """The files of everyday words as the edit leaves them.  What cannot be read the check tells of, and it stays."""
    for name in synonym_files(folder):
        with suppress(OSError, YamlError):
            yield name, ready.files.get(name) or yaml_text.decode(limited_bytes(folder / name))


def _of(text: str) -> list[Synonym] | None:
    """The everyday words of a file; None where it is wrong."""
    try:
        return list(SynonymFile.model_validate(yaml_text.parse(text).data).synonyms)
    except (YamlError, ValidationError):
        return None


def _rewritten(text: str, entries: Iterable[Synonym]) -> str:
    return rewritten(text, {"synonyms": [{"say": one.say, "means": one.means} for one in entries]})


def _comment(one: Synonym) -> str:
    return f"{_KEPT}{json.dumps(one.model_dump(mode='json'), ensure_ascii=False)}\n"


def _kept(line: str) -> Synonym | None:
    """What a line keeps; what somebody has edited into something else is a comment as any other."""
    try:
        return Synonym.model_validate_json(line.removeprefix(_KEPT)) if line.startswith(_KEPT) else None
    except ValidationError:
        return None


def _told(sign: str, say: Sequence[str], means: Sequence[str]) -> Iterator[str]:
    for word in means:
        yield f"{sign} {'、'.join(say[:3])}{'……' if len(say) > 3 else ''} → {word}"


def _put(folder: Path, ready: Prepared, name: str, text: str) -> Prepared:
    was = {name: limited_bytes(folder / name), **ready.was}
    return replace(ready, files={**ready.files, name: text}, was=was)
