"""Link: `Content` to `Catalogue`, where every name is what it stands for.

In comes content that was checked; out come duties with their departments, categories, topics, answers (who does it)
and related duties (`catalogue.py` has the types).  Search, data, pages and site
import it and decide nothing anew.
"""
