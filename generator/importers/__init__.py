"""Importers: an official document to a draft of the three lists.

In comes a file as an office sends it; out come lines of cells (`office/`, `pdf/`), then rows, then a `Draft` (`text/`),
behind the small Protocol `Importer` of `draft.py`.  `received.py` opens files, `registry.py` lists the importers.
`check` audits with their rows; `changes` makes a township's files of a draft.
"""
