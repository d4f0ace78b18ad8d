"""Index: the search, as small files that a browser fetches as a query needs them.

An inverted index of characters, character pairs and words, weighted as lunr
weights (`search/weights.py`), cut into shards (`search/shards.py`):

    search/index/meta.json                 what must be known before a search, and the version of it all
    search/index/scopes/<county>/<township>.json, <county>.json
                                           where the files of a township, of a county of several are
    search/index/<digest>/…                the files: in folders that are named by what is in them and never change
        t-17.json, u-1.json                terms
        e-0.json                           what the vocabulary leads to
        l.json                             the same, where there are many, for a long letter: the heaviest of each
        r-3.json                           what results show, a document a row
        x-2.json                           the sentences of a township's duties
        f-0.json                           what filters count, a document a row; whom to ask where no list says it
    search/index/<digest>/…                over all townships besides:
        s-3.json                           words by how they sound
        characters.json                    ["徵後…", "征后…"]: traditional characters with their simplified ones
    search/index/<digest>/…                of the vocabulary:
        w-7.json                           what its terms lead to
        o-0.json                           matters that no list carries, and whom to ask
        l.json                             what a long letter is read by (`letters.py`)

Over all townships, and over those of a county, a document is a matter, a result shown once; within one township it is
a duty.  Which files there are of a township depends on its county and the vocabulary alone (`counties.py`); those over
all are put together from what each county has left for them (`everywhere.py`).

Only meta.json, which the search page also carries, and the pointers of the scopes change in their places.  They say of
which build the scripts must be that read them (`assets`); meta.json also which townships the page must list (`places`).

What stands where in them, `search/format.py` says.  The client is `templates/theme/assets/search/engine.js`;
golden.json holds the two to the same answers.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.link.catalogue import LinkedCounty
from generator.model import Content
from generator.search.counties import CountySearch
from generator.search.everywhere import everywhere
from generator.search.wording import Wording


def index(counties: Iterable[LinkedCounty], content: Content, assets: str) -> Iterator[tuple[str, bytes]]:
    """The files of the search, by their paths in the site, meta.json as the last.

    Of the content it needs the vocabulary.
    """
    wording = Wording(content)
    parts: list[Path | bytes] = []
    for county in counties:
        search = CountySearch(county, wording, assets)
        yield from search.files
        parts.append(search.part())
    yield from everywhere(parts, wording, assets)
