"""Printed: a township's lists as files that offices use, laid out like the official printed lists.

In come the model's lists; out come CSV, XLSX, DOCX and PDF as bytes.  `form.py` lays out; one module a file format
writes the layout and decides nothing.  The importers read back equal what is written here; `data` publishes it.
"""
