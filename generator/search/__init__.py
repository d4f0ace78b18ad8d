"""The search's index in parts: text to terms, duties to documents, documents to weights, weights to small files."""
