"""Changes: from one state of a content folder to the next, and the difference of two.

In come a document or an earlier revision; out come the files of a township, with the ids and notes that it had.
For the commands `import` and `diff`; nothing that builds the site imports it.
"""
