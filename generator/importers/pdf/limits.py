"""What a PDF may be: as many pages, as large, and as much when it is unpacked, as a list can be.

PDFium unpacks what a page draws whole, however much that is; so this is looked at before.
"""

import re
import zlib

from generator.importers.draft import ImportProblem

MOST_PAGES = 2000
# In points: a good deal more than A0.  Smaller pictures of larger pages do not show rulings.
MOST_SIDE = 5_000
# Bytes of a stream that is packed far more than pictures and texts are, by what is read of its beginning.
_MOST_UNPACKED, _TRIED, _RATIO = 100_000_000, 65_536, 20
_FLATE = re.compile(rb"/FlateDecode[^\x00]{0,2000}?>>\s{0,2}stream\r?\n?")
# So much is unpacked at a time, of so much.
_STEP, _PACKED = 1_000_000, 16_384


def refuse_large_streams(data: bytes) -> None:
    """Raise ImportProblem for a stream that is far larger than it is packed."""
    for found in _FLATE.finditer(data):
        unpacker, place, size = zlib.decompressobj(), found.end(), 0
        rest = b""
        try:
            while not unpacker.eof and place < len(data):
                rest = rest or data[place : (place := place + _PACKED)]
                size += len(unpacker.decompress(rest, _STEP))
                rest = unpacker.unconsumed_tail
                if size > _MOST_UNPACKED:
                    raise ImportProblem(
                        f"文件里有一处解开以后有 {_MOST_UNPACKED // 1_000_000} MB 以上，太大，不像是一份清单；"
                        "请用阅读器打开，另存（打印）为 PDF，再导入"
                    )
                if place - found.end() > _TRIED and size < _RATIO * _TRIED:
                    break
        except zlib.error:
            continue
