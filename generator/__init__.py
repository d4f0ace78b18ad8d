"""清单 (qingdan): 乡镇履行职责事项清单 from YAML to a public site.

The steps, in the order in which they run and may import each other:

    read → check → link → render, export, index → write → build → verify

`flow.py` calls them by name; start reading there.
"""
