"""How much of its weight a term of a letter counts: learned from judged letters, and measured on those left out.

    .venv/bin/python benchmarks/letter_weights.py [FILE …] [--whole]

Of the letters of `gold/` (the open ones, or the files that are named) the terms that are found are weighed anew: one
that stands within a longer word, one across a word that tells more, and an everyday word of two characters count so
many times as much.  How many times, a regression finds that makes right duties likely (softmax over the logarithms of
the scores, and a penalty on the squares, so that what few letters say changes little); a fifth of the letters at a time
is left out and ranked by what the others say.  It prints, of all letters: in the first three, in the first place, for
the weights as they are, as learned, and as `letter.js` has them; and what all letters together say.

--whole  as if a query had all the files of the index, and not the few that it may ask for.
"""

import argparse
import json
import subprocess
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray
from real_words import FIRST
from search_vocabulary import HERE, ROOT, Query, indexed, queries_of

from generator.read.folder import read

OPEN = ("real-open", *(f"lived-{number}" for number in (1, 2, 3, 4, 5, 7, 8)))
FEATURES = ("within", "across", "said")
# As letter.js has them, and as score.js has the least that a term counts.
ADOPTED = np.log([0.5, 0.5, 1.6])
LEAST = 0.25
# How steep the softmax is, how strong the penalty, how the descent goes.
STEEP, PENALTY, RATE, STEPS = 6.0, 10.0, 0.5, 60
FOLDS, SEEDS = 5, 3

Floats = NDArray[np.float64]


class Term(TypedDict):
    """A term that was found: its numbers, and its documents by their places, each with its weight."""

    numbers: list[float]
    weights: list[tuple[int, float]]


class Found(TypedDict):
    """The terms that were found, and the duties of the best documents."""

    terms: list[Term]
    duties: list[str]


@dataclass(frozen=True)
class Letter:
    """What each term weighs in each document, the features of each term, what part each document covers, the right."""

    weights: Floats
    features: Floats
    covered: Floats
    right: NDArray[np.bool_]

    def scores(self, learned: Floats) -> Floats:
        """The documents' scores with such factors."""
        total: Floats = (np.exp(self.features @ learned) @ self.weights) * self.covered
        return total

    def place(self, learned: Floats) -> int:
        """Where the first right document stands, from 1; 0 where there is none."""
        order = np.argsort(-self.scores(learned), kind="stable")
        return next((place for place, one in enumerate(order, 1) if self.right[one]), 0)

    def slope(self, learned: Floats) -> Floats:
        """Of the logarithm of how likely a right one is first."""
        factors = np.exp(self.features @ learned)
        sums = np.maximum(factors @ self.weights, 1e-9)
        steep = STEEP * np.log(np.maximum(sums * self.covered, 1e-9))
        likely = np.exp(steep - steep.max())
        likely /= likely.sum()
        right = likely * self.right / max(1e-12, float((likely * self.right).sum()))
        found: Floats = STEEP * self.features.T @ (factors * (self.weights @ ((right - likely) / sums)))
        return found


def letter(query: Query, answer: Found) -> Letter:
    """A letter by what was found."""
    terms, duties = answer["terms"], answer["duties"]
    weights = np.zeros((len(terms), len(duties)))
    has = np.zeros((len(terms), len(duties)), np.bool_)
    for row, term in enumerate(terms):
        for place, weight in term["weights"]:
            weights[row, place], has[row, place] = weight, True
    start, end, long, importance, kind, said = (
        np.array([term["numbers"][at] for term in terms], float) for at in range(6)
    )
    weights = np.where(has, np.maximum(weights, LEAST * importance[:, None]), 0)
    told, is_word = long * importance, kind == 0
    longer = (end - start)[None] > (end - start)[:, None]
    within = ((start[None] <= start[:, None]) & (end[None] >= end[:, None]) & longer & is_word[None]).any(1)
    overlap = (start[None] < end[:, None]) & (start[:, None] < end[None])
    ahead = (start[:, None] - start[None]) * (end[:, None] - end[None]) > 0
    across = (overlap & ahead & is_word[None] & (told[None] > told[:, None])).any(1)
    size = int(end.max(initial=0))
    at = (start[:, None] <= np.arange(size)) & (np.arange(size) < end[:, None])
    root = np.sqrt(importance)[:, None] * at
    covered = np.array([(root * has[:, [one]]).max(0, initial=0).sum() for one in range(len(duties))])
    return Letter(
        weights,
        np.column_stack([within, across, (said == 1) & (long == 2)]).astype(float),
        covered / (root.max(0, initial=0).sum() or 1),
        np.array([duty in query["right"] for duty in duties], np.bool_),
    )


def learn(letters: list[Letter]) -> Floats:
    """The logarithms of the factors that make right documents likely."""
    learned = np.zeros(len(FEATURES))
    for _ in range(STEPS):
        slope = sum((one.slope(learned) for one in letters), -PENALTY * learned)
        learned = learned + RATE * slope / len(letters)
    return learned


def told(name: str, several: list[list[int]]) -> None:
    """Print how many places are among the first, on average."""
    seen, first = (np.mean([sum(0 < one <= most for one in places) for places in several]) for most in (FIRST, 1))
    print(f"{name:9} in the first {FIRST} {seen:.1f}, first {first:.1f}", flush=True)


def main() -> None:
    """Learn and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", default=OPEN, metavar="FILE")
    parser.add_argument("--whole", action="store_true")
    options = parser.parse_args()
    queries = [query for file in options.files for query in queries_of(file) if query["kind"] == "letter"]
    with indexed(read(ROOT / "content").content) as (folder, _):
        command = ["node", str(HERE / "terms.mjs"), str(folder), *(["--whole"] if options.whole else [])]
        asked = json.dumps([(one["q"], one["in"] or "all") for one in queries])
        found = subprocess.run(command, input=asked, capture_output=True, check=True, encoding="utf-8").stdout
    letters = [letter(query, answer) for query, answer in zip(queries, json.loads(found), strict=True)]
    # Of the others none of the best documents is right, whatever they weigh.
    learners = [one for one in letters if one.right.any()]
    print(f"{len(letters)} letters, {len(learners)} with a right duty among the best documents")
    told("as it was", [[one.place(np.zeros(len(FEATURES))) for one in learners]])
    several = []
    for seed in range(SEEDS):
        fold = np.random.default_rng(seed).integers(0, FOLDS, len(learners)).tolist()
        each = [learn([one for one, own in zip(learners, fold, strict=True) if own != left]) for left in range(FOLDS)]
        several.append([one.place(each[own]) for one, own in zip(learners, fold, strict=True)])
    told("learned", several)
    told("adopted", [[one.place(ADOPTED) for one in learners]])
    for name, factor in zip(FEATURES, np.exp(learn(learners)), strict=True):
        print(f"{name}: {factor:.2f}")


if __name__ == "__main__":
    main()
