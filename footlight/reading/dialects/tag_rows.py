"""What the tags of site generators become, a row each kind of tag.

A name is looked up whatever its generator: Hugo, Zola, Hexo, Jekyll's plugins and their themes use the same names for
the same things. A name that no row has becomes what its arguments say: a picture, an address or words.
"""

import re

from footlight.reading.box_kinds import KINDS
from footlight.reading.dialects import tags_of_pictures as pictures
from footlight.reading.dialects import tags_of_text as texts
from footlight.reading.dialects.passage import Passage
from footlight.reading.dialects.site_tags import Tag
from footlight.reading.dialects.tag_results import Becomes, Put, from_arguments

_ROWS: tuple[tuple[Becomes, str], ...] = (
    (pictures.figure, "figure fig img image picture photo imgproc imgcap image-caption responsive-image"),
    (pictures.asset_picture, "asset_img"),
    (pictures.site, " ".join(pictures.SITES)),
    (pictures.frame, "iframe embed pdf link-preview linkpreview bookmark card-link swagger"),
    (pictures.film, "video audio podcast mp4 webm"),
    (texts.listing, "highlight code codeblock code-block prism include_code sourcecode"),
    (texts.diagram, "mermaid diagram plantuml graphviz chart echarts flowchart goat"),
    (texts.box, "notification admonition callout callouts box aside panel infobox message"),
    (texts.box, " ".join(sorted(KINDS - {"quote"}))),
    (texts.theorem, "theorem lemma proof proposition corollary definition axiom conjecture remark exercise solution"),
    (texts.theorem, "algorithm assumption criterion observation property versionadded versionchanged deprecated"),
    (texts.box, "sidebar margin topic"),
    (texts.folded, "dropdown"),
    (texts.quotation, "pull-quote highlights"),
    (texts.bare, "glossary tab-set figure-md"),
    (texts.part, "tab-item grid-item grid-item-card table list-table"),
    (texts.nothing, "toctree bibliography contents index footbibliography"),
    (texts.folded, "details expand collapse collapsible spoiler accordion accordionitem accordion-item toggle fold"),
    (texts.quotation, "quote blockquote pullquote epigraph"),
    (texts.target, "ref relref post_url link post_link post_path asset_path asset_link"),
    (texts.note, "sidenote marginnote margin-note side-note footnote fn sn mn"),
    (texts.link, "button btn a linkbutton link-button linkcard link-card cta ext external href url"),
    (texts.card, "card"),
    (texts.mail, "cloakemail email mail mailto"),
    (texts.value, "param site-param getparam"),
    (texts.part, "tab tabitem step code-tab group-item"),
    (texts.bare, "rawhtml raw-html html unsafe markdown md center left right lead newthought fullwidth maincolumn"),
    (texts.as_typed, "raw safe safehtml"),
    (texts.bare, "columns column col row grid div section block container wrapper span p wide full indent align"),
    (texts.bare, "tabs tabgroup tabpane tabbed-content switch steps cards group gallery lang rtl ltr nowrap"),
    (texts.bare, "fragment packagemanagertabs codegroup codetabs cardgrid filetree tree readmore lead intro"),
    (texts.nothing, "toc tableofcontents table-of-contents more hr clear clearfix br newpage pagebreak comment"),
    (texts.left_out, "icon fa fas fab iconify emoji badge"),
    (texts.mathematics, "katex math latex mathjax"),
    (texts.marked("<kbd>", "</kbd>"), "kbd key"),
    (texts.marked("<mark>", "</mark>"), "mark hl"),
    (texts.marked("<sup>", "</sup>"), "sup superscript"),
    (texts.marked("<sub>", "</sub>"), "sub subscript"),
    (texts.branch, "if unless case for tablerow ifchanged else elsif elif elseif when"),
    (texts.left_out, "assign set capture increment decrement cycle layout extends import from macro call filter do"),
)
"""A function, and the names of the tags that become what it says."""

ROWS = {name: row for row, names in _ROWS for name in names.split()}


_TELLING = frozenset(
    ("figure", "image", "img", "picture", "photo", "quote", "blockquote", "youtube", "vimeo", "video", "gist", "tweet",
     "note", "tip", "warning", "alert", "notice", "callout", "admonition", "details", "spoiler", "button", "link",
     "sidenote", "marginnote", "footnote", "mermaid", "code", "highlight", "audio")
)  # fmt: skip
"""Words that tell what a tag is, wherever in its name they stand."""


def becomes(tag: Tag, passage: Passage) -> Put:
    """What a tag becomes: its row's, else what a word of its name tells, else what its arguments say."""
    last = tag.name.rsplit("/", 1)[-1].split(".", 1)[0]  # a partial, such as includes/figure.html
    words = [word for word in reversed(re.split(r"[-_:]", last)) if word in _TELLING]
    names = (tag.name, last, last.replace("_", "-"), last.rsplit(":", 1)[-1], *words)
    row = next((ROWS[name] for name in names if name in ROWS), None)
    return row(tag, passage) if row else from_arguments(tag)
