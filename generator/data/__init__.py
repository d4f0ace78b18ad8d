"""Data: the catalogue as files for other programs and for offices: the API, downloads, summaries for comparing.

In comes the catalogue; out come paths with their contents.  Pages show the downloads that were made here;
only they, the flow and the commands import it.
"""
