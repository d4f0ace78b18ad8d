"""Letter: two contents → what a person must know of a change, as Markdown, HTML, JSON, and 调整申请表 (DOCX).

Imported by the command line alone.
"""
