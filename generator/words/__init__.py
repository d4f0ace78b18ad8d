"""Words: what is known about the language of the lists, before any of them is read.

In come texts; out come departments, subjects, topics and references that they name, and characters that they should
not hold.  Knows the model and nothing else of the program; every later package may import it.
"""
