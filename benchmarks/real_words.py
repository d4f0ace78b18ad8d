"""How real people's words are answered, letters and matters that no list has among them.

    .venv/bin/python benchmarks/real_words.py [FILE …] [--missed] [--topics] [--bm25] [--material]
                                                 [--pagefind]

Asks `gold/real-open.yml` and `gold/real-locked.yml`, or the files of `gold/` that are named.  Of the short queries and
of the letters: how many have a right duty among the first three, in the first place, the mean reciprocal rank over the
first ten, and how many are denied (answered as `none`).  Of the matters that no list has: how many are told to be such.
Ours is asked by the browser's own scripts in node, over the content as it is; beside it:

- bm25 (with --bm25): SQLite's FTS5 over the same texts in words (jieba's), the name three times the weight;
- material, pagefind: as in `search_quality.py`, over the built site (`make site` first).

--missed  prints the queries that ours misses, denies or does not deny, but those of a locked file.
--topics  asks the names of the topics and the questions about them instead, and prints those that are denied.
"""

import argparse
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import jieba
from search_quality import Search, searches
from search_vocabulary import Answer, Query, answers_of, indexed, place, queries_of

from generator.model import Content
from generator.read.folder import read

ROOT = Path(__file__).resolve().parent.parent
HALVES = ("real-open", "real-locked")
FIRST, NONE = 3, "none"
NAME_WEIGHT = 3.0


def texts(content: Content) -> Iterator[tuple[str, str, str]]:
    """Every duty: "<county>/<township> <duty>", its name, its other texts."""
    for township in content.townships:
        for duties in township.lists.values():
            for _, duty in duties.duties():
                name, *rest = duty.texts()
                yield f"{township.id} {duty.id}", name, "\n".join((*duty.department_names(), *rest))


def words(text: str) -> list[str]:
    """The words of a text, without marks."""
    return [word for word in jieba.cut_for_search(text) if word.isalnum()]


def bm25(content: Content) -> Search:
    """Okapi BM25 as SQLite has it."""
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE duties USING fts5(duty UNINDEXED, name, text)")
    rows = ((duty, " ".join(words(name)), " ".join(words(text))) for duty, name, text in texts(content))
    table.executemany("INSERT INTO duties VALUES (?, ?, ?)", rows)

    def search(query: str, scope: str | None) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(query)))
        command = f"SELECT duty FROM duties WHERE duties MATCH ? ORDER BY bm25(duties, 0, {NAME_WEIGHT}, 1)"
        found: list[str] = [duty for (duty,) in table.execute(command, (asked,))] if asked else []
        return [duty for duty in found if not scope or duty.startswith(f"{scope} ")]

    return search


def asked(search: Search) -> Callable[[list[Query]], list[Answer]]:
    """The answers of a search that tells nothing of how sure it is."""
    return lambda queries: [{"asked": [], "found": search(one["q"], one["in"])[:10]} for one in queries]


def measure(
    name: str, ask: Callable[[list[Query]], list[Answer]], files: Sequence[str], is_missed_shown: bool = False
) -> None:
    """Ask the files' queries, and print a line for each kind of query."""
    print(f"{name}:")
    for half in files:
        queries = queries_of(half)
        answers = list(zip(queries, ask(queries), strict=True))
        for kind in ("short", "letter", "none"):
            own = [(query, answer) for query, answer in answers if query["kind"] == kind]
            if own:
                print(f"  {half} {kind:6} {_line(kind, own)}", flush=True)
        for query, answer in answers if is_missed_shown and not half.endswith("-locked") else ():
            is_denied = answer.get("state") == NONE
            if not (is_denied if query["kind"] == NONE else 0 < place(answer, query) <= FIRST and not is_denied):
                found = ", ".join(answer["found"][:FIRST]) or "—"
                print(f"    {answer.get('state')}: {query['q']} ({query['in'] or 'everywhere'}): {found}")


def _line(kind: str, own: list[tuple[Query, Answer]]) -> str:
    denied = sum(answer.get("state", "" if answer["found"] else NONE) == NONE for _, answer in own)
    if kind == NONE:
        return f"{len(own):4}: told {denied / len(own):.1%}"
    ranks = [place(answer, query) for query, answer in own]
    seen, first = (sum(0 < rank <= most for rank in ranks) / len(ranks) for most in (FIRST, 1))
    mean = sum(1 / rank for rank in ranks if rank) / len(ranks)
    return f"{len(own):4}: in the first {FIRST} {seen:.1%}, first {first:.1%}, MRR {mean:.3f}, denied {denied}"


def denied(content: Content, folder: Path) -> None:
    """Ask what the topics themselves say, and print what is told to be in no list."""
    topics = [topic for group in content.topic_groups for topic in group.topics]
    asks = [(topic.id, ask) for topic in topics for ask in (topic.name, *topic.asks)]
    queries: list[Query] = [{"q": ask, "in": None, "kind": "short", "right": []} for _, ask in asks]
    answers = answers_of(folder, queries)
    found = [one for one, answer in zip(asks, answers, strict=True) if answer["state"] == NONE]
    print(f"topics' own words: {len(found)} of {len(asks)} denied")
    for topic, ask in found:
        print(f"  {topic}: {ask}")


def main() -> None:
    """Measure the searches that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", default=HALVES, metavar="FILE")
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--topics", action="store_true")
    parser.add_argument("--bm25", action="store_true")
    parser.add_argument("--material", action="store_true")
    parser.add_argument("--pagefind", action="store_true")
    options = parser.parse_args()
    content = read(ROOT / "content").content
    with indexed(content) as (folder, _):
        if options.topics:
            denied(content, folder)
            return
        measure("ours", lambda queries: answers_of(folder, queries), options.files, options.missed)
    if options.bm25:
        measure("bm25", asked(bm25(content)), options.files)
    if options.material or options.pagefind:
        with searches(material=options.material, pagefind=options.pagefind) as beside:
            for name, search in beside:
                if name not in ("ours", "substring"):
                    measure(name, asked(search), options.files)


if __name__ == "__main__":
    main()
