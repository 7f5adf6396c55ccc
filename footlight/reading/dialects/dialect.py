"""The dialects of Markdown, a row each: how pandoc is told to read it, and the passes before that, in their order."""

import re
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from footlight.engines.pandoc import READER

if TYPE_CHECKING:  # importing it is what is put off
    from collections.abc import Callable, Iterable

    from footlight.reading.dialects.draft import Edit
    from footlight.reading.dialects.passage import Passage

COMMONMARK = (
    "commonmark+attributes+autolink_bare_uris+bracketed_spans+emoji+footnotes+gfm_auto_identifiers+pipe_tables+smart+strikeout"
    "+task_lists"
)
"""CommonMark with what GitHub added to it and nearly every generator has, and with what the passes write."""


class Dollars(StrEnum):
    """Whether dollar signs are mathematics."""

    ALWAYS = "always"
    WHEN_SEEN = "when-seen"
    """Where something between two of them is TeX."""


class Pass(NamedTuple):
    """One construct of a dialect, changed in the text before pandoc reads it: `module.function` of this room.

    The module is imported when the first text has a sign of the construct, so that prose does not wait for it.
    """

    module: str
    function: str
    signs: tuple[str, ...]
    """The pass runs only on a text that holds one of these."""
    pattern: str = ""
    """And only where this regular expression matches, if there is one."""
    again: bool = False
    """Whether edits may uncover more of the construct, so that it is run until there are none."""

    def concerns(self, text: str) -> bool:
        """Whether a text may hold the construct."""
        return any(sign in text for sign in self.signs) and (not self.pattern or bool(re.search(self.pattern, text)))

    def edits(self, passage: "Passage") -> "Iterable[Edit]":
        """What is to be changed in a passage."""
        found: Callable[[Passage], Iterable[Edit]] = getattr(
            import_module(f"{__package__}.{self.module}"), self.function
        )
        return found(passage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One dialect of Markdown."""

    name: str
    title: str
    """What a person calls it."""
    reader: str = COMMONMARK
    """In the form of pandoc's `--from`."""
    passes: tuple[Pass, ...] = ()
    dollars: Dollars = Dollars.WHEN_SEEN
    aliases: tuple[str, ...] = ()

    @property
    def of_pandoc(self) -> bool:
        """Whether pandoc's own reader of Markdown reads it."""
        return self.reader.startswith("markdown")


_RIGHT_BELOW = r"[^\n]\n[ \t>]*(?:#{1,6}[ \t]|[-*+][ \t]|1[.)][ \t]|>|~{3}|`{3}|\*\*\*|___)"
"""What may be a block right below a line of text."""
VERBATIM = Pass(module="verbatim_tags", function="verbatim", signs=("{%",))
ESCAPED = Pass(module="verbatim_tags", function="escaped", signs=("/*",))
HUGO_TAGS = Pass(module="tag_passes", function="hugo", signs=("{{<", "{{%"), again=True)
ZOLA_TAGS = Pass(module="tag_passes", function="zola", signs=("{{", "{%"), again=True)
LIQUID_TAGS = Pass(module="tag_passes", function="liquid", signs=("{%",), again=True)
CALLS = Pass(module="tag_passes", function="calls", signs=("{{",))
LIQUID_OUTPUTS = Pass(module="liquid_outputs", function="liquid_outputs", signs=("{{", "{#"))
ABBREVIATIONS = Pass(module="kramdown", function="abbreviations", signs=("*[",))
ATTRIBUTE_LISTS = Pass(module="kramdown", function="attribute_lists", signs=("{:",))
EXTENSIONS = Pass(module="kramdown", function="extensions", signs=("{::",))
FORMULAS = Pass(module="kramdown", function="formulas", signs=("$$",))
ADMONITIONS = Pass(module="containers", function="admonitions", signs=("!!! ", "??? ", "???+ ", "=== "), again=True)
SLASHES = Pass(module="containers", function="slashes", signs=("///",))
SNIPPETS = Pass(module="containers", function="snippets", signs=("8<--", "{*"))
OBJECTS = Pass(module="containers", function="objects", signs=(":::",))
CONTAINERS = Pass(module="containers", function="containers", signs=(":::",))
DIRECTIVES = Pass(module="containers", function="directives", signs=("::",))
EMBEDS = Pass(module="embeds", function="embeds", signs=("![[",))
WIKILINKS = Pass(module="obsidian", function="wikilinks", signs=("[[", "!["))
COMMENTS = Pass(module="obsidian", function="comments", signs=("%%",))
MARKED_WORDS = Pass(module="obsidian", function="marked_words", signs=("==",))
BLOCK_NAMES = Pass(module="obsidian", function="block_names", signs=("^",))
INLINE_NOTES = Pass(module="inline_notes", function="inline_notes", signs=("^[",))
MODULES = Pass(module="mdx", function="modules", signs=("import ", "export ", "{/*"))
BRACES_OF_TAGS = Pass(module="mdx", function="braces_of_tags", signs=("{",))
COMPONENTS = Pass(module="mdx", function="components", signs=("<",), again=True)
CAPITAL_ELEMENTS = Pass(module="mdx", function="capital_elements", signs=("<",), pattern=r"<[A-Z]\w*[a-z]", again=True)
TAGS_ALONE = Pass(module="mdx", function="tags_alone", signs=("<",))
TAGS_AROUND_LINKS = Pass(module="mdx", function="tags_around_links", signs=("](",), pattern=r">[ \t]*\n[^\n]*\]\(")
CUSTOM_ELEMENTS = Pass(module="mdx", function="custom_elements", signs=("</",), again=True)
EXPRESSIONS = Pass(module="mdx", function="expressions", signs=("{",))
UNINDENTED = Pass(module="mdx", function="unindented", signs=("    ", "\t"))
HTML_IN_CELLS = Pass(module="html_cells", function="html_in_cells", signs=("|",), pattern=r"\|[ \t]*:?-+:?[ \t]*\|?")
WORDS_IN_BRACKETS = Pass(
    module="angle_brackets",
    function="words_in_brackets",
    signs=(">",),
    pattern=r"\w<[A-Za-z][\w.-]*>|<[A-Za-z]\w*[ ]\w",
)
LOOSE_TARGETS = Pass(module="loose_targets", function="loose_targets", signs=("![",))
BOOKKEEPING = Pass(module="logseq", function="bookkeeping", signs=("::", ":LOGBOOK:", "){:", "SCHEDULED:", "DEADLINE:"))
BOXES_OF_LOGSEQ = Pass(module="logseq", function="boxes", signs=("#+",))
MACROS = Pass(module="logseq", function="macros", signs=("{{",))
BLOCK_CALLS = Pass(module="logseq", function="block_calls", signs=("((", "]([["))
DIRECTIVES_OF_MYST = Pass(
    module="myst", function="directives", signs=("{",), pattern=r"(?:`{3}|~{3}|:{3})[ \t]*\{", again=True
)
OPTIONS_OF_LISTINGS = Pass(module="myst", function="options", signs=("\n:",))
ROLES = Pass(module="myst", function="roles", signs=("}`",))
REFERENCES = Pass(module="myst", function="references", signs=("ref}`",))
LINES_OF_MYST = Pass(module="myst", function="lines", signs=(")=", "%", "+++"))
MARKDOWN_IN_HTML = Pass(module="html_blocks", function="markdown_in_html", signs=("markdown",), again=True)
COMMENTS_BELOW_TEXT = Pass(
    module="html_blocks", function="comments_below_text", signs=("<!--",), pattern=r"\S[ \t]*\n[ \t]*<!--"
)
INDENTED_HTML = Pass(module="html_blocks", function="indented_html", signs=("<",))
LONE_TAGS = Pass(module="html_blocks", function="lone_tags", signs=("<",))
MATHEMATICS = Pass(module="mathematics", function="mathematics", signs=("\\(", "\\["))
TEX_IN_MATHML = Pass(module="mathematics", function="tex_in_mathml", signs=("<math", "<MATH"))
LINES_OF_FORMULAS = Pass(module="mathematics", function="lines_of_formulas", signs=("$$",))
FENCE_INFO = Pass(module="fence_info", function="fence_info", signs=("```", "~~~"))
LAYOUT_COMMANDS = Pass(
    module="layout_commands",
    function="layout_commands",
    signs=("TOC", "[toc]", "_toc_", "\\tableofcontents", "page", "<<<"),
    pattern=r"(?m)^ {0,3}[\[{\\@<][^\s].{0,20}[ \t]*$",
)
THEMATIC_BREAKS = Pass(
    module="thematic_breaks", function="thematic_breaks", signs=("\n---",), pattern=r"\n---[ \t]*\n[^\n\s-]"
)
BLANK_LINES = Pass(module="blank_lines", function="blank_lines", signs=("\n",), pattern=_RIGHT_BELOW)
BLANK_LINES_WANTED = Pass(module="blank_lines", function="blank_lines_wanted", signs=("\n",), pattern=_RIGHT_BELOW)
"""A pass for a construct, in the module of its name."""

EVERYWHERE = (LAYOUT_COMMANDS,)
"""What runs before the passes of every dialect."""
_OF_ALL = (
    LINES_OF_FORMULAS,
    LOOSE_TARGETS,
    HTML_IN_CELLS,
    WORDS_IN_BRACKETS,
    CAPITAL_ELEMENTS,
    CUSTOM_ELEMENTS,
    MARKDOWN_IN_HTML,
    TAGS_AROUND_LINKS,
    INDENTED_HTML,
    INLINE_NOTES,
)
"""What the dialects have in common that pandoc does not read by itself."""
_LIQUID = (VERBATIM, LIQUID_TAGS, CALLS, LIQUID_OUTPUTS)
_KRAMDOWN = (EXTENSIONS, ABBREVIATIONS, ATTRIBUTE_LISTS, FORMULAS)
_OBSIDIAN = (COMMENTS, EMBEDS, WIKILINKS, BLOCK_NAMES, MARKED_WORDS)
_BOXES = (CONTAINERS, DIRECTIVES, SNIPPETS, SLASHES, ADMONITIONS)
_DEFINITIONS = "+definition_lists"
_BREAKS = "+hard_line_breaks"

DIALECTS: tuple[Dialect, ...] = (
    Dialect(
        name="pandoc",
        title="pandoc's Markdown",
        reader=READER,
        passes=(THEMATIC_BREAKS, COMMENTS_BELOW_TEXT, TEX_IN_MATHML, FENCE_INFO, HTML_IN_CELLS, BLANK_LINES_WANTED),
        dollars=Dollars.ALWAYS,
    ),
    Dialect(
        name="plain",
        title="Markdown without signs of a generator",
        reader=READER,
        passes=(
            THEMATIC_BREAKS,
            COMMENTS_BELOW_TEXT,
            TEX_IN_MATHML,
            FENCE_INFO,
            HTML_IN_CELLS,
            WORDS_IN_BRACKETS,
            INDENTED_HTML,
            MARKED_WORDS,
            MATHEMATICS,
            BLANK_LINES,
        ),
        dollars=Dollars.ALWAYS,
    ),
    Dialect(
        name="quarto",
        title="the Markdown of Quarto and R",
        reader=READER,
        passes=(
            ESCAPED,
            HUGO_TAGS,
            COMMENTS_BELOW_TEXT,
            TEX_IN_MATHML,
            FENCE_INFO,
            HTML_IN_CELLS,
            INDENTED_HTML,
            BLANK_LINES,
        ),
        dollars=Dollars.ALWAYS,
        aliases=("rmarkdown", "blogdown"),
    ),
    Dialect(name="commonmark", title="CommonMark", passes=(FENCE_INFO, *_OF_ALL)),
    Dialect(name="gfm", title="GitHub's Markdown", passes=(FENCE_INFO, *_OF_ALL), aliases=("github",)),
    Dialect(
        name="hugo",
        title="Hugo's Markdown",
        reader=COMMONMARK + _DEFINITIONS,
        passes=(ESCAPED, HUGO_TAGS, FENCE_INFO, *_OF_ALL, MATHEMATICS),
    ),
    Dialect(name="zola", title="Zola's Markdown", passes=(ESCAPED, ZOLA_TAGS, FENCE_INFO, *_OF_ALL, MATHEMATICS)),
    Dialect(
        name="kramdown",
        title="Jekyll's Markdown (kramdown and Liquid)",
        reader=COMMONMARK + _DEFINITIONS,
        passes=(*_LIQUID, *_KRAMDOWN, FENCE_INFO, *_OF_ALL, LONE_TAGS, MATHEMATICS),
        aliases=("jekyll", "bridgetown", "octopress"),
    ),
    Dialect(
        name="eleventy",
        title="Eleventy's Markdown (with Nunjucks or Liquid)",
        reader=COMMONMARK + _DEFINITIONS,
        passes=(*_LIQUID, ATTRIBUTE_LISTS, FENCE_INFO, *_OF_ALL, MARKED_WORDS, CONTAINERS, MATHEMATICS),
        aliases=("11ty", "lume"),
    ),
    Dialect(
        name="hexo",
        title="Hexo's Markdown",
        reader=COMMONMARK + _BREAKS,
        passes=(*_LIQUID, FENCE_INFO, *_OF_ALL, CONTAINERS, MATHEMATICS),
    ),
    Dialect(
        name="obsidian",
        title="Obsidian's Markdown",
        reader=COMMONMARK + _BREAKS,
        passes=(*_OBSIDIAN, FENCE_INFO, *_OF_ALL),
        dollars=Dollars.ALWAYS,
    ),
    Dialect(
        name="logseq",
        title="Logseq's Markdown",
        reader=COMMONMARK + _BREAKS,
        passes=(
            BOXES_OF_LOGSEQ,
            BLOCK_CALLS,
            BOOKKEEPING,
            MACROS,
            EMBEDS,
            WIKILINKS,
            MARKED_WORDS,
            FENCE_INFO,
            *_OF_ALL,
        ),
        dollars=Dollars.ALWAYS,
    ),
    Dialect(
        name="quartz",
        title="Obsidian's Markdown, published with Quartz",
        passes=(*_OBSIDIAN, FENCE_INFO, *_OF_ALL),
        dollars=Dollars.ALWAYS,
        aliases=("foam", "wikilinks"),
    ),
    Dialect(
        name="mkdocs",
        title="MkDocs' Markdown (Python-Markdown)",
        reader=COMMONMARK + _DEFINITIONS,
        passes=(
            *_LIQUID,
            OBJECTS,
            SNIPPETS,
            SLASHES,
            ADMONITIONS,
            ABBREVIATIONS,
            ATTRIBUTE_LISTS,
            FENCE_INFO,
            *_OF_ALL,
            LONE_TAGS,
            MARKED_WORDS,
            MATHEMATICS,
        ),
        aliases=("python-markdown", "pelican", "nikola"),
    ),
    Dialect(
        name="myst",
        title="MyST's Markdown (Jupyter Book, Sphinx)",
        reader=COMMONMARK + _DEFINITIONS,
        passes=(
            REFERENCES,
            LINES_OF_MYST,
            DIRECTIVES_OF_MYST,
            OPTIONS_OF_LISTINGS,
            ROLES,
            FENCE_INFO,
            *_OF_ALL,
            MATHEMATICS,
        ),
        dollars=Dollars.ALWAYS,
        aliases=("jupyter-book", "sphinx"),
    ),
    Dialect(
        name="mdx",
        title="MDX (Docusaurus, Astro)",
        passes=(
            MODULES,
            FENCE_INFO,
            UNINDENTED,
            CONTAINERS,
            DIRECTIVES,
            BRACES_OF_TAGS,
            TAGS_ALONE,
            COMPONENTS,
            EXPRESSIONS,
            *_OF_ALL,
        ),
        aliases=("docusaurus", "nextra"),
    ),
    Dialect(
        name="markdown-it",
        title="the Markdown of VuePress and VitePress (markdown-it)",
        passes=(
            LIQUID_OUTPUTS,  # Vue's look the same
            ATTRIBUTE_LISTS,
            FENCE_INFO,
            CONTAINERS,
            DIRECTIVES,
            *_OF_ALL,
            MARKED_WORDS,
            MATHEMATICS,
        ),
        aliases=("vuepress", "vitepress", "astro", "gatsby", "ghost"),
    ),
    Dialect(
        name="gitbook",
        title="GitBook's Markdown",
        passes=(*_LIQUID, FENCE_INFO, *_OF_ALL, MATHEMATICS),
        aliases=("forem",),
    ),
    Dialect(
        name="site",
        title="the Markdown of a site generator, whichever it is",
        reader=COMMONMARK + _DEFINITIONS,
        passes=(
            ESCAPED,
            VERBATIM,
            HUGO_TAGS,
            ZOLA_TAGS,
            LIQUID_TAGS,
            CALLS,
            LIQUID_OUTPUTS,
            *_KRAMDOWN,
            WIKILINKS,
            FENCE_INFO,
            *_BOXES,
            *_OF_ALL,
            MARKED_WORDS,
            MATHEMATICS,
        ),
    ),
)
"""Callouts (`> [!note]`) and task lists are read in all of them; see `callouts`."""

BY_NAME = {name: dialect for dialect in DIALECTS for name in (dialect.name, *dialect.aliases)}
"""A dialect by each of its names."""
