"""A township's lists as files that offices use, laid out like the official printed lists.

`form.py` lays out; one module a file format writes the layout and decides
nothing.  What is written here, `generator/importers/` reads back equal.
"""
