"""How well topics and related duties agree with what a reader labelled.

    .venv/bin/python benchmarks/topics.py [--left-out county/township] [--verbose] [gold files]

The gold files are those of benchmarks/gold: topics-*.yml (which duties belong
to a matter; duties that could go either way are `maybe` and not counted) and
pairs-*.yml (duties of one township that must be linked).  A labelled matter is
held against the topic of ours that agrees with it best (F1).  Printed: that
mapping with recall and precision, their means over the matters (macro) and over
the duties (micro), the same for the township that was left out of all tuning,
the share of pairs that are linked both ways, and the share of duties with a
topic.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import yaml

from generator.link.catalogue import Catalogue
from generator.link.linker import link
from generator.project import PROJECT
from generator.read.folder import read

GOLD = Path(__file__).resolve().parent / "gold"

Key = tuple[str, str]


def keys(duties: dict[str, list[str]] | None) -> set[Key]:
    """The duties of the gold files, each with its township."""
    return {(township, one) for township, ids in (duties or {}).items() for one in ids}


def f1(found: set[Key], gold: set[Key]) -> float:
    """How well what was found agrees with what is right."""
    return 2 * len(found & gold) / (len(found) + len(gold))


def percent(part: int, whole: int) -> str:
    """A share, in per cent."""
    return f"{100 * part / whole:5.1f} %" if whole else "  —  "


def print_topics(file: Path, ours: dict[str, set[Key]], left_out: str, verbose: bool) -> None:
    """Recall and precision of topics."""
    print(f"\n== {file.name}")
    counts: dict[str, list[int]] = {"all townships": [0, 0, 0], f"{left_out} alone": [0, 0, 0]}
    recalls, precisions = [], []
    for matter in yaml.safe_load(file.read_text("utf-8"))["topics"]:
        gold, maybe = keys(matter["duties"]), keys(matter.get("maybe"))
        best = max(sorted(ours), key=lambda one: f1(ours[one] - maybe, gold))
        found = ours[best] - maybe
        hit, wrong, missed = found & gold, found - gold, gold - found
        recalls.append(len(hit) / len(gold))
        precisions.append(len(hit) / len(found) if found else 0.0)
        print(f"  {matter['name']} → {best}: recall {recalls[-1]:.2f}, precision {precisions[-1]:.2f}")
        if verbose:
            print(*(f"      missed {' '.join(one)}" for one in sorted(missed)), sep="\n", end="\n" if missed else "")
            print(*(f"      wrong {' '.join(one)}" for one in sorted(wrong)), sep="\n", end="\n" if wrong else "")
        for name, of in (("all townships", None), (f"{left_out} alone", left_out)):
            for index, part in enumerate((hit, wrong, missed)):
                counts[name][index] += sum(of in (None, one[0]) for one in part)
    print(f"  macro: recall {sum(recalls) / len(recalls):.3f}, precision {sum(precisions) / len(precisions):.3f}")
    for name, (right, false, lost) in counts.items():
        print(f"  micro, {name}: recall {percent(right, right + lost)}, precision {percent(right, right + false)}")


def print_pairs(file: Path, catalogue: Catalogue, left_out: str) -> None:
    """How many of the pairs are linked both ways."""
    linked = {key: {(one.duty.township.id, one.duty.id) for one in own} for key, own in catalogue.related.items()}
    pairs: list[dict[str, str]] = yaml.safe_load(file.read_text("utf-8"))["pairs"]

    def is_linked(pair: dict[str, str]) -> bool:
        a, b = (pair["township"], pair["a"]), (pair["township"], pair["b"])
        return b in linked[a] and a in linked[b]

    print(f"\n== {file.name}: linked both ways")
    for name, own in (
        ("all townships", pairs),
        (f"{left_out} alone", [pair for pair in pairs if pair["township"] == left_out]),
    ):
        print(f"  {name}: {sum(map(is_linked, own))} of {len(own)}, {percent(sum(map(is_linked, own)), len(own))}")
    for pair in pairs:
        if not is_linked(pair):
            print(f"      missed {pair['township']} {pair['a']} {pair['b']}")


def print_coverage(catalogue: Catalogue) -> None:
    """How many duties have a topic."""
    print("\n== duties with a topic")
    for name, duties in (
        ("all townships", [duty for township in catalogue.townships for duty in township.duties]),
        *((township.head.id, township.duties) for township in catalogue.townships),
    ):
        print(f"  {name}: {percent(sum(bool(duty.topics) for duty in duties), len(duties))} of {len(duties)}")


def files(given: Iterable[Path]) -> list[Path]:
    """The gold files: those given, else all."""
    return sorted(given) or sorted((*GOLD.glob("topics-*.yml"), *GOLD.glob("pairs-*.yml")))


def main() -> None:
    """Print it all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--left-out", default="kuitun/kaiganqi")
    parser.add_argument("--verbose", action="store_true", help="list what was missed and what is wrong")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    catalogue = link(read(PROJECT / "content").content)
    ours = {topic.id: {(duty.township.id, duty.id) for duty in topic.duties} for topic in catalogue.topics}
    for file in files(options.files):
        if file.name.startswith("topics"):
            print_topics(file, ours, options.left_out, options.verbose)
        else:
            print_pairs(file, catalogue, options.left_out)
    print_coverage(catalogue)


if __name__ == "__main__":
    main()
