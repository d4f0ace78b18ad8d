"""What the everyday phrases are worth, and what a first search takes: of all judged queries, without a browser.

    .venv/bin/python benchmarks/search_vocabulary.py [--townships 50] [--without] [--redundant] [--delete]
                                                       [--left-out]

Makes the index of the content (or of a corpus of so many townships) in a temporary folder and asks it the queries of
`gold/` with the browser's own scripts in node.  It prints, for the half of the queries to choose by and for the other
half: how many have a right duty among the first three, the mean reciprocal rank; the bytes of a first search (gzip,
index and scripts), over all townships and in one; and how many files the index has, a township.

--without  the same without parts of the everyday phrases: a tenth of the phrases at a time, the long ones, those with a
           shorter one of the same entry in them, all but those of two characters.
--left-out  a township that the vocabulary has never seen: for each of them, how its queries (those of `gold/` that are
           asked in it, and those asked everywhere that it answers) are answered there, by all of the vocabulary, and
           without what only this township has made necessary: the official words that stand in no other one, and
           the everyday ones that lead to nothing else; and, to compare, without any everyday word.
--redundant  counts the phrases all whose terms other phrases of their entry have too: without them the index stays the
           same, byte for byte but for the words that a dictionary makes of them.  --delete takes them out of the files.
"""

import argparse
import gzip
import json
import re
import statistics
import subprocess
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NotRequired, TypedDict

import yaml
from corpora import write_corpus

from generator.check.survey import survey
from generator.link.linker import link
from generator.model import Content, Synonym
from generator.read.folder import read, synonym_files
from generator.search.index import index
from generator.search.text import normalise
from generator.search.wording import Wording, said
from generator.site.assets import read_assets

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
# Those by which the vocabulary was looked over, and those that nobody looked at.
HALVES = (("open", "second", "third", "seventh"), ("locked", "fourth", "fifth", "sixth"))
FIRST, BUDGET = 3, 48
# What the search page loads; what is fetched where something is corrected; and where it is not clear, or nothing.
SCRIPTS = ("start", "shared", "search/page")
SOUNDS, SPELLING, SLIPS, LETTER = "search/sounds", "search/spelling", "search/slips", "search/letter"
UNCLEAR = {"clear": (), "maybe": ("search/elsewhere",), "none": ("search/elsewhere", "search/nothing")}


def without(content: Content, is_kept: Callable[[str, Synonym], bool]) -> Content:
    """A content without some of the everyday phrases."""
    kept = (
        one.model_copy(update={"say": tuple(phrase for phrase in one.say if is_kept(phrase, one))})
        for one in content.vocabulary.synonyms
    )
    return replace(content, vocabulary=replace(content.vocabulary, synonyms=tuple(kept)))


def _is_in_no_other(phrase: str, one: Synonym) -> bool:
    return all(own == phrase or own not in phrase for own in one.say)


def _is_not_of(tenth: int, phrase: str, _: Synonym) -> bool:
    return zlib.crc32(phrase.encode()) % 10 != tenth


def _is_short(most: int, phrase: str, _: Synonym) -> bool:
    return len(phrase) <= most


def parts(content: Content) -> Iterator[tuple[str, Content]]:
    """A content without parts of the phrases, by what they are."""
    for tenth in range(10):
        yield f"without tenth {tenth}", without(content, partial(_is_not_of, tenth))
    for most in (6, 5, 4, 3, 2):
        yield f"of {most} characters at most", without(content, partial(_is_short, most))
    yield "none with a shorter one in it", without(content, _is_in_no_other)


def redundant(content: Content) -> list[set[str]]:
    """Of each entry the phrases, the longest first, all whose terms the others have."""
    lexicon = Wording(content).lexicon
    found = []
    for one in content.vocabulary.synonyms:
        terms = {phrase: set(said(normalise(phrase), lexicon)) for phrase in one.say}
        counts = Counter(term for own in terms.values() for term in own)
        own = set()
        for phrase in sorted(one.say, key=lambda phrase: (-len(phrase), phrase)):
            # A short one is a word by itself, by which a result says how it was found.
            if len(phrase) > 3 and terms[phrase] and all(counts[term] > 1 for term in terms[phrase]):
                counts.subtract(terms[phrase])
                own.add(phrase)
        found.append(own)
    return found


def delete(phrases: list[set[str]]) -> None:
    """Take phrases out of the vocabulary's files, and leave the rest of them as it stands."""
    entry, is_say = -1, False
    for file in synonym_files(ROOT / "content"):
        lines = []
        for line in (ROOT / "content" / file).read_text("utf-8").split("\n"):
            if line == "  - say:":
                entry, is_say = entry + 1, True
            elif line.startswith("    means:"):
                is_say = False
            phrase = re.fullmatch(r"      - ['\"]?(.*?)['\"]?", line)
            if not (is_say and phrase and phrase[1] in phrases[entry]):
                lines.append(line)
        (ROOT / "content" / file).write_text("\n".join(lines), "utf-8", newline="\n")


# A query's words, the township that is asked about or None, what kind it is, the right duties.
Query = TypedDict("Query", {"q": str, "in": str | None, "kind": str, "right": list[str]})


class Answer(TypedDict):
    """What a query was answered: the files that it took, the first duties, and how sure it is where that is told."""

    asked: list[str]
    found: list[str]
    state: NotRequired[str]


def queries_of(name: str) -> list[Query]:
    """The judged queries of a file of `gold/`."""
    queries: list[Query] = yaml.load((HERE / f"gold/{name}.yml").read_text("utf-8"), yaml.CSafeLoader)["queries"]
    return queries


@contextmanager
def indexed(content: Content) -> Iterator[tuple[Path, str]]:
    """The folder of a content's index, and how many files of each kind it has."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for path, text in index(link(content).counties, replace(content, townships=()), ""):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text)
        files = counted(folder / "search/index", len(content.townships))
        yield folder / "search/index", files


def answers_of(folder: Path, queries: Iterable[Query]) -> list[Answer]:
    """What an index answers, asked with the browser's own scripts in node."""
    asked = json.dumps([(one["q"], one["in"] or "all") for one in queries])
    command = ["node", str(HERE / "ranked.mjs"), str(folder)]
    answers: list[Answer] = json.loads(
        subprocess.run(command, input=asked, capture_output=True, check=True, encoding="utf-8").stdout
    )
    return answers


def place(answer: Answer, query: Query) -> int:
    """Where the first right duty stands, from 1; 0 where there is none."""
    return next((place for place, duty in enumerate(answer["found"], 1) if duty in query["right"]), 0)


def later(query: Query, answer: Answer) -> tuple[str, ...]:
    """The scripts that are fetched for long letters, for pinyin, for slips, and where the lists hardly answer."""
    scripts = list(UNCLEAR[answer.get("state", "clear")])
    if any(name.endswith("/l") for name in answer["asked"]):
        scripts.append(LETTER)
    if any("/s-" in name for name in answer["asked"]):
        scripts += (SOUNDS, SPELLING if re.search("[A-Za-z]", query["q"]) else SLIPS)
    return tuple(scripts)


def counted(folder: Path, townships: int) -> str:
    """How many files of an index a township has, its own and its share of the others, by their kinds."""
    meta = json.loads((folder / "meta.json").read_bytes())
    shared = {meta["all"][0]: "everywhere", meta["vocabulary"]: "vocabulary"}
    kinds = Counter(
        ("pointer" if "scopes" in path.parts else path.stem.split("-")[0], shared.get(path.parent.name, "own"))
        for path in folder.rglob("*.json")
    )
    parts = (
        f"{where} "
        + ", ".join(f"{kind} {count / townships:.1f}" for (kind, own), count in sorted(kinds.items()) if own == where)
        for where in ("own", "everywhere", "vocabulary")
    )
    return f"{sum(kinds.values()) / townships:.1f} ({'; '.join(parts)})"


def measure(name: str, content: Content) -> None:
    """Ask all queries, and print one line for the answers and two for the bytes."""
    queries = [
        (half, one) for half, names in enumerate(HALVES) for file in names for one in queries_of(f"queries-{file}")
    ]
    with indexed(content) as (folder, files):
        answers = answers_of(folder, (one for _, one in queries))
        sizes = {
            name: len(gzip.compress((folder / f"{name}.json").read_bytes()))
            for name in {name for one in answers for name in one["asked"]}
        }
    assets = read_assets(ROOT / "templates/theme").files
    sent = {name: len(gzip.compress(text)) for name, text in assets.items() if name.endswith(".js")}
    scripts = sum(sent[f"{one}.js"] for one in SCRIPTS)
    said_right = []
    for half in (0, 1):
        ranks = [place(answer, query) for (own, query), answer in zip(queries, answers, strict=True) if own == half]
        right, mean = sum(0 < rank <= FIRST for rank in ranks), sum(1 / rank for rank in ranks if rank) / len(ranks)
        said_right.append(f"{right} of {len(ranks)}, MRR {mean:.3f}")
    print(f"{name}: files of the index a township: {files}; in the first {FIRST}: {'; '.join(said_right)}", flush=True)
    for where in ("everywhere", "in a township"):
        taken = sorted(
            (scripts + sum(sizes[name] for name in answer["asked"])
             + sum(sent[f"{one}.js"] for one in later(query, answer))) / 1024
            for (_, query), answer in zip(queries, answers, strict=True)
            if (query["in"] is None) == (where == "everywhere")
        )  # fmt: skip
        over = sum(size > BUDGET for size in taken) / len(taken)
        print(
            f"  {where}: {statistics.mean(taken):.1f} KB, 95 % up to {taken[int(len(taken) * 0.95)]:.1f}, "
            f"all up to {taken[-1]:.1f}; {over:.1%} over {BUDGET} KB",
            flush=True,
        )
    print(f"  requests: {max(len(one['asked']) for one in answers)} at most", flush=True)


def left_out(content: Content) -> None:
    """How a township is answered whose own words the vocabulary has never seen."""
    queries = [query for file in sorted((HERE / "gold").glob("*.yml")) for query in _judged(file)]
    meant = {one.id: survey(replace(content, townships=(one,))).meant for one in content.townships}
    for township in content.townships:
        others = frozenset[str]().union(*(words for id, words in meant.items() if id != township.id))
        own = meant[township.id] - others
        kept = tuple(
            one.model_copy(update={"means": tuple(word for word in one.means if word not in own)})
            for one in content.vocabulary.synonyms
        )
        gone = sum(len(one.say) for one in kept if not one.means)
        of_it = [
            query | {"in": township.id}
            for query in queries
            if query["in"] == township.id
            or (query["in"] is None and any(one.startswith(f"{township.id} ") for one in query["right"]))
        ]
        print(f"{township.id}: {len(own)} words only there, {gone} phrases that lead to nothing else")
        for name, synonyms in (
            ("all", content.vocabulary.synonyms),
            ("left out", tuple(one for one in kept if one.means)),
            ("none", ()),
        ):
            without_own = replace(content, vocabulary=replace(content.vocabulary, synonyms=synonyms))
            with indexed(without_own) as (folder, _):
                places = list(map(place, answers_of(folder, of_it), of_it))
            right, first = (sum(0 < one <= most for one in places) / len(places) for most in (FIRST, 1))
            print(f"  {name}: {len(places)}, in the first {FIRST} {right:.1%}, first {first:.1%}", flush=True)


def _judged(file: Path) -> list[Query]:
    return queries_of(file.stem) if file.stem.startswith(("queries", "real")) else []


def main() -> None:
    """Measure, or delete."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--townships", type=int)
    parser.add_argument("--without", action="store_true")
    parser.add_argument("--left-out", action="store_true")
    parser.add_argument("--redundant", action="store_true")
    parser.add_argument("--delete", action="store_true")
    options = parser.parse_args()
    content = read(ROOT / "content").content
    if options.redundant or options.delete:
        found = redundant(content)
        print(f"{sum(map(len, found))} of {sum(len(one.say) for one in content.vocabulary.synonyms)} phrases")
        if options.delete:
            delete(found)
        return
    if options.left_out:
        left_out(content)
        return
    if options.townships:
        with tempfile.TemporaryDirectory() as temporary:
            write_corpus(Path(temporary) / "content", options.townships)
            content = read(Path(temporary) / "content").content
    measure("all", content)
    for name, less in parts(content) if options.without else ():
        measure(name, less)


if __name__ == "__main__":
    main()
