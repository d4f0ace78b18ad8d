"""What others take for the same pages: MkDocs with Material as it comes, Hugo, and the disk alone.

None does all that `qingdan build` does: no search of ours, no data files but those that stand among the pages, no link
looked at in the finished HTML.  What they do is what any of them must.
"""

import re
import shutil
import sys
from pathlib import Path

import yaml
from spent import Spent, spent

# What of our settings is not ours alone.
_KEPT = ("site_name", "site_description", "use_directory_urls", "nav", "not_in_nav")
_EXTENSIONS = ("admonition", "attr_list", "md_in_html", "tables", {"toc": {"permalink": True, "toc_depth": 3}})


def material(docs: Path, work: Path, project: Path, *, with_search: bool) -> Spent:
    """MkDocs and Material as they come, with their own search (and jieba) or without, not strict."""
    name = f"material-{'with' if with_search else 'without'}"
    ours = yaml.load((project / "mkdocs.yml").read_text("utf-8"), yaml.BaseLoader)
    settings = {
        **{key: ours[key] for key in _KEPT if key in ours},
        "docs_dir": str(docs),
        "site_dir": str(work / name),
        "theme": {"name": "material", "language": "zh", "font": False, "features": ["navigation.tabs"]},
        "plugins": [{"search": {"lang": ["zh", "en"]}}] if with_search else [],
        "markdown_extensions": list(_EXTENSIONS),
        # Looked at as ours are; that some lead to what is not here is no matter.
        "validation": {"omitted_files": "ignore", "anchors": "info"},
    }
    settings["use_directory_urls"] = True
    config = work / f"{name}.yml"
    config.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8", newline="\n")
    return spent([sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", config], work)


def hugo(docs: Path, work: Path, site: Path) -> Spent:
    """Hugo, with a page of ours as the shell of each.

    What it makes is not equal: Markdown within HTML stays as it is written, links lead to Markdown files.
    """
    folder = work / "hugo"
    for path in docs.rglob("*"):
        name = path.relative_to(docs)
        if path.is_file() and path.suffix == ".md":
            # An index.md would be a page without others below it.
            target = folder / "content" / name.with_name(name.name.replace("index.md", "_index.md"))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        elif path.is_file():
            target = folder / "static" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.hardlink_to(path)
    page = (site / "about/index.html").read_text("utf-8")
    shell = re.sub(r"(<article[^>]*>).*(</article>)", r"\1{{ .Content }}\2", page, flags=re.DOTALL)
    shell = re.sub("<title>.*?</title>", "<title>{{ .Title }}</title>", shell, count=1)
    for kind in ("single", "list"):
        layout = folder / "layouts/_default" / f"{kind}.html"
        layout.parent.mkdir(parents=True, exist_ok=True)
        layout.write_text(shell, "utf-8", newline="\n")
    (folder / "config.toml").write_text(
        'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n'
        "[markup.goldmark.renderer]\nunsafe = true\n[markup.goldmark.parser.attribute]\nblock = true\n",
        "utf-8",
        newline="\n",
    )
    return spent(["hugo", "--quiet", "--destination", work / "hugo-site"], folder)


def disk(site: Path, work: Path, *, linked: bool) -> Spent:
    """The same tree once more, by hard links or by copying."""
    target = work / ("linked" if linked else "copied")
    took = spent(["cp", "-al" if linked else "-a", site, target], work)
    shutil.rmtree(target)
    return took
