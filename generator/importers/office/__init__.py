"""Office files to lines of cells: one module a format (CSV, DOCX, XLSX), for `received.py`."""
