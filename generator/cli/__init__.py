"""Command line: a family of commands each module; `parser` puts them together.

In comes what was typed; out go what a person reads and an exit code.
Printing and exiting happen here and in `__main__` alone; nothing else imports it.
What a check needs is imported above; what other commands need when they run, for it takes longer than a check.
"""
