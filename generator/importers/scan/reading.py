"""Lines of text recognised by RapidOCR (PP-OCR models that its package brings; nothing is fetched)."""

import math
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.importers.draft import ImportProblem
from generator.importers.pdf.raster import Grey
from generator.importers.scan.strips import Box

if TYPE_CHECKING:
    from rapidocr import RapidOCR
    from rapidocr.ch_ppocr_rec.typings import WordInfo

# How much is cut around a line, in parts of its height: above and below, and at its ends; read once, and again where
# the first reading is not sure.
_MARGINS, _AGAIN = (0.15, 0.4), (0.05, 0.25)
# A line is read again where a character is less sure than this.  Where the readings differ, nothing is surer than that.
_SURE, _DISPUTED = 0.95, 0.5
# What the recognition takes for each other however sure it is, and how sure these are at most.
_ALIKE, _ALIKE_SURE = "一—-己已巳未末土士曰", 0.98
# How many times as long as it is high a line is at most: as long as one that is set over the width of a page.
_LONGEST = 70
# Full and half width look alike to the recognition: their probabilities are added; which it is, is settled later.
WIDE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_HAN = re.compile(r"[\u3400-\u9fff“”《》〈〉]")


class Character(NamedTuple):
    """A character, where its middle is in the page's picture, and how sure the recognition is of it, up to 1.

    `wide` is how sure it is that punctuation is in full width and not in half.
    """

    text: str
    x: float
    confidence: float
    wide: float = 0.5


def read(grey: Grey, lines: Sequence[Box]) -> list[list[Character]]:
    """The characters of each line, in the order of print."""
    found = _read(grey, lines, _MARGINS)
    unsure = [n for n, line in enumerate(found) if any(one.confidence < _SURE for one in line)]
    for number, again in zip(unsure, _read(grey, [lines[number] for number in unsure], _AGAIN), strict=True):
        found[number] = compared(found[number], again)
    return found


def glance(grey: Grey, lines: Sequence[Box]) -> list[Character]:
    """The characters of some lines, none of which is read again."""
    return [one for line in _read(grey, lines, _MARGINS) for one in line]


def sureness(characters: Sequence[Character]) -> float:
    """How sure it is of some characters together."""
    return sum(one.confidence for one in characters) / len(characters) if characters else 0.0


def require(what: str) -> None:
    """Raise ImportProblem where no recognition is installed, with what to do."""
    try:
        import onnxruntime  # noqa: F401
        import rapidocr  # noqa: F401
    except ImportError:
        raise ImportProblem(
            f"{what}是扫描的图片，没有文字；要识别图片上的文字，请先在项目的文件夹里运行 make ocr"
            "（没有 make：.venv/bin/python -m pip install '.[ocr]'），装好以后照样导入。"
            "不识别的话，可以用有文字的 PDF、Word（.docx）或 Excel（.xlsx）文件导入"
        ) from None


@cache
def _engine() -> "RapidOCR":
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.return_word_box": True, "Global.log_level": "error"})
    engine.recognize_txt([np.full((48, 48, 3), 255, np.uint8)])
    decode = engine.text_rec.postprocess_op
    narrow, wide = [decode.dict[char] for char in WIDE], [decode.dict[char] for char in WIDE.values()]

    def decoded(probabilities: NDArray[np.float32], *rest: object, **more: object) -> object:
        in_full = probabilities[:, :, wide].sum(axis=2)
        probabilities[:, :, narrow] += probabilities[:, :, wide]
        probabilities[:, :, wide] = 0
        in_full /= probabilities[:, :, narrow].sum(axis=2)
        lines, words = decode(probabilities, *rest, **more)
        return lines, [*zip(words, in_full, strict=True)]

    engine.text_rec.postprocess_op = decoded
    return engine


def _read(grey: Grey, lines: Sequence[Box], margins: tuple[float, float]) -> list[list[Character]]:
    if not lines:
        return []
    cuts = [_cut(grey, line, *margins) for line in lines]
    result = _engine().recognize_txt([np.repeat(cut[:, :, None], 3, axis=2) for cut, _ in cuts])
    return [
        normal(list(_characters(text, words, in_full, left, cut.shape[1])))
        for (cut, left), text, (words, in_full) in zip(cuts, result.txts, result.word_results, strict=True)
    ]


def _cut(grey: Grey, box: Box, above: float, beside: float) -> tuple[Grey, int]:
    """A line with some of what is around it, and where that begins."""
    high, wide = round(above * box.height), round(beside * box.height)
    # The recognition sees all lines equally high: one that is very low would be very long.
    high = max(high, math.ceil((box.right - box.left) / _LONGEST - box.height) // 2)
    left = max(0, box.left - wide)
    return grey[max(0, box.top - high) : box.bottom + high, left : box.right + wide], left


def _characters(
    text: str, words: "WordInfo", in_full: NDArray[np.float32], left: int, width: int
) -> Iterator[Character]:
    """What was recognised, character by character; the recognition divides a line's width in columns."""
    columns = iter([column for word in words.word_cols for column in word])
    place, wide = float(left), 0.5
    for char, confidence in zip(text, words.confs, strict=False):
        if not char.isspace():
            column = next(columns)
            place, wide = left + (column + 0.5) / words.line_txt_len * width, float(in_full[column])
        yield Character(char, place, min(confidence, _ALIKE_SURE) if char in _ALIKE else confidence, wide)


def normal(line: Sequence[Character]) -> list[Character]:
    """A line in full width as Chinese is set, without the space that is seen around Latin letters among Han ones."""
    text = "".join(one.text for one in line)
    is_chinese = bool(_HAN.search(text))
    normal = []
    for index, one in enumerate(line):
        before, after = text[max(0, index - 1) : index], text[index + 1 : index + 2]
        is_within = _is_latin(before) and _is_latin(after)
        if one.text.isspace() and not is_within:
            continue
        is_wide = is_chinese and not (is_within and one.text in ",:")
        normal.append(one._replace(text=WIDE.get(one.text, one.text)) if is_wide else one)
    return normal


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalnum()


def compared(first: Sequence[Character], second: Sequence[Character]) -> list[Character]:
    """Of two readings of a line, where they differ, the part that is surer, and in doubt whatever it is."""
    whole: list[Character] = []
    texts = ["".join(one.text for one in line) for line in (first, second)]
    for kind, start, end, from_, to in SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_opcodes():
        if kind == "equal":
            whole += first[start:end]
            continue
        parts = [first[start:end], second[from_:to]]
        if not all(parts):
            # What only one reading has stands in doubt together with what is beside it.
            whole[-1:] = [one._replace(confidence=min(one.confidence, _DISPUTED)) for one in whole[-1:]]
        surer = max(parts, key=lambda part: sureness(part) if part else _DISPUTED)
        whole += [one._replace(confidence=min(one.confidence, _DISPUTED)) for one in surer]
    return whole
