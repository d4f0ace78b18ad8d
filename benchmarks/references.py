"""Everything that the texts name, with the words around it, to be read and judged; and what finding it costs.

    .venv/bin/python benchmarks/references.py

Also printed: titles in 《》, runs of three and more digits, and words for systems that were left alone, so that what
is missing can be read as well.
"""

import re
import time
from pathlib import Path

from generator.link.linker import link
from generator.read.folder import read
from generator.words.references import Recogniser

CONTENT = Path(__file__).resolve().parent.parent / "content"
AROUND = 14
LOOKS_LIKE_ONE = re.compile(
    r"《|》|\d{3,}|(?:信息|管理|服务|监管)(?:系统|平台)|”(?:系统|平台)|数据库|APP|小程序|公众号"
)


def main() -> None:
    """Print what was recognised, and what looks like a reference and was not."""
    content = read(CONTENT).content
    catalogue = link(content)
    duties = {(duty.township.id, duty.id): duty for one in catalogue.townships for duty in one.duties}
    places = 0
    for wide in catalogue.references:
        print(f"{wide.ref.kind.value}  {wide.ref.label}  {wide.ref.id}")
        for duty in (duties[one.duty.township.id, one.duty.id] for one in wide.citing):
            for text, several in duty.found.items():
                for found in (found for found in several if found.reference == wide.ref):
                    start, end = found.start, found.end
                    around = f"{text[max(0, start - AROUND) : start]}[{text[start:end]}]{text[end : end + AROUND]}"
                    print(f"    {duty.township.id}#{duty.id}  {around}  {found.articles}".rstrip())
                    places += 1
    print("\nleft alone:")
    seconds = 0.0
    for county in catalogue.counties:
        recogniser = Recogniser(content.references, county.file)
        for township in county.townships:
            for duty in township.duties:
                began = time.perf_counter()
                recogniser.find_all(duty.texts)
                seconds += time.perf_counter() - began
                for text in dict.fromkeys(duty.texts):
                    rest = text
                    for found in reversed(duty.found.get(text, ())):
                        rest = f"{rest[: found.start]}…{rest[found.end :]}"
                    for match in LOOKS_LIKE_ONE.finditer(rest):
                        around = rest[max(0, match.start() - AROUND) : match.end() + AROUND]
                        print(f"    {township.head.id}#{duty.id}  {around}")
    print(f"\n{places} places, {len(catalogue.references)} names, found in {seconds:.2f} s")


if __name__ == "__main__":
    main()
