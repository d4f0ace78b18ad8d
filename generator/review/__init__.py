"""Review: an import as a page that opens from disk, so that a person holds each duty against the document by eye.

In comes an import, out come the files of the page: `page.py` makes them, `marks.py` finds what is doubtful in the
texts, `cuts.py` what the document shows of a duty.  For the command `import`; nothing that builds the site imports it.
"""
