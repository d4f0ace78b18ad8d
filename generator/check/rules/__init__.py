"""Rules, by what they look at: a function each, named for its id.  `registry.py` gathers them."""
