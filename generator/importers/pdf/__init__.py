"""PDF files to lines of cells: what a page shows, the tables in it, the text of a cell; for `received.py`."""
