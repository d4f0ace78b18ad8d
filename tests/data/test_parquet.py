"""The rows as Parquet: those of the tables, the same bytes each time; without the library, what to install."""

import io
import sys
from importlib.util import find_spec

import pytest

from generator.data import flat
from generator.data.parquet import NoParquet, export_parquet
from generator.files import FileContent
from generator.link.catalogue import Catalogue


def exported(catalogue: Catalogue) -> dict[str, bytes]:
    """The files by their paths."""
    files: dict[str, bytes] = {}

    def put(path: str, content: FileContent) -> None:
        files[path] = content.encode() if isinstance(content, str) else b"".join(content)

    export_parquet(catalogue.counties, put)
    return files


@pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow 没有装：pip install '.[parquet]'")
def test_rows_are_those_of_the_tables(crooked_catalogue: Catalogue) -> None:
    """A row a duty under the heads of the tables, a row group a county; the same content, the same bytes."""
    from pyarrow import parquet

    files = exported(crooked_catalogue)
    assert list(files) == ["data/all.parquet"]
    found = parquet.ParquetFile(io.BytesIO(files["data/all.parquet"]))
    assert found.num_row_groups == len(crooked_catalogue.counties)
    table = found.read()
    assert table.column_names == [column.head for column in flat.COLUMNS]
    rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    assert rows == list(flat.rows(crooked_catalogue.townships))
    assert exported(crooked_catalogue) == files


def test_without_the_library_it_is_said(crooked_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written, and the message says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NoParquet, match=r"没有写 Parquet 的程序库 pyarrow；请运行 .*pip install '\.\[parquet\]'"):
        exported(crooked_catalogue)
