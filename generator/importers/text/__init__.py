"""Texts to rows and drafts: one importer a form of the text (OCR'd tables, tables as text, text of a PDF)."""
