"""Read: a content folder to `Content`, frozen, with every value's line and column kept beside.

In come YAML files as people type them; out come the model's objects, and a Problem for all that cannot be read.
`folder.py` is the step; the other modules know YAML, the slips of those who type it, and how to say what is wrong.
All that looks at content, or writes YAML, imports it.
"""
