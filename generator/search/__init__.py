"""Search: the catalogue to an index of small files that a browser reads as a query needs them.

Text to terms (`text`, `pinyin`), duties to documents, documents to weights, weights to shards; `index.py` is the step.
The browser's half is in templates/theme/assets/search/.  Only `site` and the flow import it.
"""
