"""Bytes of a text file to its characters, in the encodings that offices use."""

import codecs

from generator.importers.draft import ImportProblem


def decoded(raw: bytes) -> str:
    """The characters of a text file: UTF-8, UTF-16 (Excel's “Unicode 文本”), GB 18030 (“ANSI”).

    Raises ImportProblem for what is none of them.
    """
    is_utf_16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_utf_16 else ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ImportProblem(
        "认不出文件的编码（不是 UTF-8、UTF-16、GB 18030），或者不是文字；"
        "请用记事本打开看看，是乱码的请重新取得，能看的另存为 UTF-8 文本，再导入"
    )
