"""清单 (qingdan): 乡镇履行职责事项清单 from YAML to a public site.

The packages, in the order in which they may import each other:

    words → read → printed → importers → check → changes → link → search → data → pages → site

`flow.py` calls their steps by name; start reading there.
"""
