"""Site: files to a finished site: written to disk, built by MkDocs, kept for offline use, verified, swapped in.

In come the settings of mkdocs.yml, read once, and paths with their contents; out comes a folder that any web server
can show.  The one package that touches output folders and knows MkDocs; only the flow and the commands import it.
"""
