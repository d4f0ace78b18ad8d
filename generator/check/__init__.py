"""Check: rules over the content; each reports, none raises, none repairs.

In comes what was read; out come Problems.  `registry.py` runs the rules and applies what `allow` says, `rules/` holds
them by what they look at, `audit.py` accounts for the official source text.
The flow, `changes` and the page that explains the rules import it.
"""
