"""What tells which Markdown a post is written in, a row a sign: files of the project, its path, its text."""

from enum import StrEnum
from typing import NamedTuple

from footlight.reading.dialects.html_elements import ELEMENTS


class Where(StrEnum):
    """Where a sign is looked for."""

    KEY = "key"
    """A key of the front matter, by the pattern of its line."""
    FILE = "file"
    """A file or folder of the project, by name; a pattern is sought in its first characters."""
    PATH = "path"
    """The path of the post in the project."""
    BODY = "body"
    """The text, outside of code."""


class Sign(NamedTuple):
    """One sign of a dialect. A named tuple, because each build imports it and a data class takes longer to make."""

    dialect: str
    where: Where
    why: str
    """What `build -v` says: "because …"."""
    pattern: str = ""
    """A regular expression; for FILE of what the file holds, empty where its being there is enough."""
    needs: tuple[str, ...] = ()
    """One of these stands in every text that the pattern matches; for BODY."""
    file: str = ""


def _key(dialect: str, keys: str) -> Sign:
    pattern = rf"^[\"']?(?P<key>{'|'.join(keys.split())})[\"']?[ \t]*[:=]"
    return Sign(dialect=dialect, where=Where.KEY, pattern=pattern, why="its front matter has '{}'")


def _file(dialect: str, name: str, pattern: str = "") -> Sign:
    return Sign(dialect=dialect, where=Where.FILE, file=name, pattern=pattern, why=f"{name} is in the project")


def _path(dialect: str, pattern: str, why: str) -> Sign:
    return Sign(dialect=dialect, where=Where.PATH, pattern=pattern, why=why)


def _body(dialect: str, needs: tuple[str, ...], pattern: str, why: str) -> Sign:
    return Sign(dialect=dialect, where=Where.BODY, needs=needs, pattern=pattern, why=f"the text holds {why}")


MYST_DIRECTIVES = (
    "admonition|note|tip|hint|important|warning|caution|danger|attention|seealso|figure|image|math|epigraph|margin|sidebar"
    "|dropdown|toctree|tableofcontents|glossary|exercise|solution|(?:prf|proof):\\w+|tab-set|tab-item|grid|grid-item|card"
    "|list-table|table|bibliography"
)
"""Names of directives that hold Markdown, where MyST writes them as the language of a listing."""
SIGNS: tuple[Sign, ...] = (
    # Names that no essay of Footlight's has.
    _path("mdx", r"\.mdx$", "its name ends in .mdx"),
    _path("quarto", r"\.(?:qmd|[rR]md)$", "its name ends as one of Quarto's or R Markdown's does"),
    # Footlight's own essays, whatever lies around them.
    _key(
        "pandoc",
        "links-as-notes published-in permission references bibliography csl nocite header-includes group-position"
        " belongs-to-collection",
    ),
    _body("pandoc", ("headnote",), r"^:{3,}[ \t]*\{?\.?headnote\b", "a headnote"),
    _body("pandoc", ("]{.",), r"\]\{\.(?:editor|label|smallcaps)\}", "a class of Footlight's"),
    # Files of generators, the most telling first: some names belong to several.
    _file("quarto", "_quarto.yml"),
    _file("quartz", "quartz.config.ts"),
    _file("obsidian", ".obsidian"),
    _file("quartz", ".foam"),
    _file("mdx", "docusaurus.config.js"),
    _file("mdx", "docusaurus.config.ts"),
    _file("mkdocs", "mkdocs.yml"),
    _file("mkdocs", "mkdocs.yaml"),
    _file("mkdocs", "zensical.toml"),
    _file("mkdocs", "pelicanconf.py"),
    _file("myst", "myst.yml"),
    _file("myst", "_toc.yml"),
    _file("myst", "conf.py", r"\bmyst(?:_parser|_nb)\b"),
    _file("eleventy", ".eleventy.js"),
    _file("eleventy", "eleventy.config.js"),
    _file("eleventy", "eleventy.config.mjs"),
    _file("eleventy", "eleventy.config.cjs"),
    _file("eleventy", "eleventy.config.ts"),
    _file("hugo", "hugo.toml"),
    _file("hugo", "hugo.yaml"),
    _file("hugo", "hugo.yml"),
    _file("hugo", "hugo.json"),
    _file("zola", "config.toml", r"^\s*(?:base_url|compile_sass|build_search_index|generate_feeds?)\s*="),
    _file("hugo", "config.toml", r"^\s*(?:baseURL|baseurl|languageCode|theme|paginate|buildDrafts|\[params|\[markup)"),
    _file("hugo", "config.yaml", r"^(?:baseURL|baseurl|languageCode|theme|params)\b"),
    _file("hugo", "config.yml", r"^(?:baseURL|baseurl|languageCode|theme|params)\b"),
    _file("hexo", "scaffolds"),
    _file("hexo", "_config.yml", r"^(?:source_dir|skip_render|new_post_name|post_asset_folder|# Hexo)"),
    _file("kramdown", "_config.yml"),
    _file("kramdown", "_config.yaml"),
    _file("kramdown", "_layouts"),
    _file("kramdown", "_includes"),
    _file("kramdown", "bridgetown.config.yml"),
    _file("mdx", "astro.config.mjs"),
    _file("mdx", "astro.config.ts"),
    _file("mdx", "gatsby-config.js"),
    _file("mdx", "gatsby-config.ts"),
    _file("markdown-it", ".vuepress"),
    _file("markdown-it", ".vitepress"),
    _file("gitbook", ".gitbook.yaml"),
    _file("gitbook", ".gitbook"),
    # The post's own place.
    _path("kramdown", r"(?:^|/)(?:_posts|_drafts)/", "it lies in a folder of Jekyll's posts"),
    # What only one dialect writes.
    _body(
        "logseq",
        (":: ", "#+", "))"),
        r"^[ \t]*(?:[-*+][ \t]+)?(?:id|collapsed|title|type|tags|alias|public|icon):: \S"
        r"|^[ \t]*[-*+][ \t]+#\+BEGIN_[A-Z]+|\(\([0-9a-f]{8}-[0-9a-f-]{27}\)\)",
        "a property or a block of Logseq's",
    ),
    _body(
        "myst",
        ("}",),
        # From the end of the line before, for the fence itself is code.
        rf"(?:\A|\n)[ \t>]*(?:`{{3,}}|~{{3,}}|:{{3,}})[ \t]*\{{(?:code-cell|code-block|{MYST_DIRECTIVES})\}}"
        r"|\{(?:ref|numref|doc|eq|term|cite(?::\w+)?|math|prf:ref|abbr|sub|sup)\}`[^`\n]+`",
        "a directive or a role of MyST's",
    ),
    _body("hugo", ("{{<", "{{%"), r"\{\{[<%]\s*/?\s*[A-Za-z][\w./-]*", "a shortcode of Hugo's"),
    _body(
        "zola",
        ("{{", "{%", "](@/"),
        r"\{\{\s*[a-z_]\w*\s*\([^)\n]*\)\s*\}\}|\{%\s*[a-z_]\w*\s*\([^\n]*\)\s*%\}|\]\(@/",
        "a shortcode or a link of Zola's",
    ),
    _body(
        "hexo",
        ("{%",),
        r"\{%\s*(?:asset_img|asset_path|asset_link|post_path|codeblock|cq|centerquote|pullquote)\b",
        "a tag of Hexo's",
    ),
    _body("gitbook", ("{%",), r"\{%\s*(?:hint|endhint|content-ref|swagger|stepper)\b", "a tag of GitBook's"),
    _body(
        "kramdown",
        ("{:",),
        r"\{:\s*(?:[.#][\w-]|toc\b|[\w-]+=)[^{}\n]*\}|\{::[a-z]+",
        "an attribute list of kramdown's",
    ),
    _body("kramdown", ("{%",), r"\{%-?\s*[a-z_]\w*[^\n{}]{0,400}%\}", "a tag of Liquid's"),
    _body(
        "kramdown",
        ("{{",),
        r"\{\{\s*(?:site|page|content|include|layout)\b[^{}\n]{0,400}\}\}|\{\{[^{}\n]{1,200}\|[^{}\n]{1,200}\}\}",
        "an output of Liquid's",
    ),
    _body("site", ("{{",), r"\{\{-?[ \t]*[A-Za-z_][\w.-]*[ \t]+[\"'`]", "a call of a template's"),
    _body(
        "obsidian",
        ("[[", "%%"),
        r"!\[\[[^\[\]\n]+\]\]|\[\[(?!\^|_?(?:TOC|toc)_?\])[^\[\]\n]*[A-Za-z\u00c0-\U0001ffff][^\[\]\n]*\]\](?![({])|%%[^%\n]+%%",
        "a wikilink or a comment of Obsidian's",
    ),
    _body(
        "mkdocs",
        ("!!! ", "??? ", "???+", '=== "'),
        r"^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+[a-z][\w-]*|^===[+!]?[ \t]+\"[^\"\n]+\"[ \t]*$",
        "a box of Python-Markdown's",
    ),
    _body(
        "mkdocs",
        ("///", "8<--"),
        r"^[ \t]*///[ \t]+[a-z][\w-]*(?:[ \t]*\|[^\n]*)?$|^[ \t]*-{2,}8<-{2,}",
        "a block of PyMdown's",
    ),
    _body("mkdocs", (":::",), r"^:::[ \t]+[A-Za-z_]\w*(?:\.\w+)+[ \t]*$", "an object of mkdocstrings'"),
    _body("markdown-it", ("<script setup",), r"(?<=</script)>[ \t]*$", "a component of Vue's"),
    _body(
        "mdx",
        ("import ", "export "),
        r"^(?:import|export)\s[^\n]*(?:from\s+)?['\"][^'\"\n]+['\"];?[ \t]*$",
        "an import of MDX's",
    ),
    _body(
        "mdx",
        ("</",),
        rf"^[ \t]*</(?!(?i:{ELEMENTS})\b)[A-Z]\w*[a-z]\w*>[ \t]*$",
        "a component around blocks",
    ),
    _body(
        "markdown-it",
        (":::",),
        r"^:{3,}[ \t]*(?:note|tip|info|warning|danger|caution|important)"
        r"(?:\[[^\]\n]*\]|[ \t]+[A-Za-z\u00c0-\U0001ffff][^\n{}]*)[ \t]*$"
        r"|^:{3,}(?:note|tip|info|warning|danger|caution|important)[ \t]*$",
        "a box of Docusaurus's or VuePress's",
    ),
    _body("site", ("{{",), r"\{\{-?\s*[A-Za-z_][\w.]*\s*-?\}\}", "an output of a template"),
    _body("site", ("[!",), r"^[ \t>]*>[ \t]*\[![A-Za-z][\w-]*\]", "a callout"),
    # What pandoc alone reads.
    _body("pandoc", ("^[",), r"(?<!\\)\^\[[^\]\n]", "a note within the line"),
    _body("pandoc", (":::",), r"^:{3,}[ \t]*(?:\{[^{}\n]*\}|[A-Za-z][\w-]*)[ \t]*:*[ \t]*$", "a fenced div"),
    # Front matter of a generator, which may be any.
    _key(
        "site",
        "layout permalink draft drafts tags tag categories category slug weight aliases cssclass cssclasses"
        " pubDate publishDate published lastmod eleventyNavigation comments toc taxonomies template"
        " redirect_from excerpt featured image cover hero heroImage thumbnail mathjax math sidebar_position"
        " sidebar_label hide_table_of_contents nav_order parent showToc TocOpen series summary",
    ),
    Sign(dialect="site", where=Where.KEY, pattern=r"\A\ufeff?\s*(?:\+\+\+|;;;|\{)", why="its front matter is not YAML"),
    # What pandoc reads, and some generators do as well.
    _body(
        "pandoc",
        ("]{", " {"),
        r"\]\{[.#][^{}\n]+\}|^#{1,6}[^\n]*\{[.#-][^{}\n]*\}[ \t]*$",
        "attributes of pandoc's",
    ),
)
"""The first one that is seen decides."""
