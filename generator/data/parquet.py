"""Parquet: every duty as a row of one file, for those who analyse: the columns of `flat.py`, a row group a county.

The library is large and few need it, so it is an extra of its own.
"""

from collections.abc import Iterable, Iterator

from generator import paths
from generator.data import flat
from generator.files import Put
from generator.link.catalogue import LinkedCounty
from generator.printed.package import Pieces

_NUMBER = "序号"


class NoParquet(Exception):
    """The library that writes Parquet is not installed; the message says how it is."""


def export_parquet(counties: Iterable[LinkedCounty], put: Put) -> None:
    """Put the file in its place.  Raises NoParquet before anything is put."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        message = "这里没有写 Parquet 的程序库 pyarrow；请运行 .venv/bin/python -m pip install '.[parquet]'，再导出一次"
        raise NoParquet(message) from None
    fields = [(column.head, pa.int32() if column.head == _NUMBER else pa.string()) for column in flat.COLUMNS]
    schema = pa.schema([pa.field(head, kind, nullable=False) for head, kind in fields])

    def pieces() -> Iterator[bytes]:
        out = Pieces()
        # Neither the day nor the machine is in the file: the same rows are the same bytes with one release of pyarrow.
        with parquet.ParquetWriter(out, schema, compression="zstd", use_dictionary=True) as writer:
            for county in counties:
                if rows := list(flat.rows(county.townships)):
                    columns = zip(zip(*rows, strict=True), fields, strict=True)
                    arrays = [pa.array(values, kind) for values, (_, kind) in columns]
                    writer.write_table(pa.table(arrays, schema=schema))
                    yield out.taken()
        yield out.taken()

    put(paths.all_data("parquet"), pieces())
