"""Pages: the catalogue to Markdown, one template a kind of page; escaping happens here.

In come the catalogue and the downloads; out come paths with their texts.  Knows nothing of MkDocs;
`site` and the flow import it.
"""
