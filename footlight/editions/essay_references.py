"""Links from one essay of a book to another: "see p. 41" in print, links on screen.

`reading.safety` tells them apart from links to the web (`essay.siblings`), before any note is made of them.
"""

from dataclasses import replace

from footlight.essay.document import Essay
from footlight.essay.siblings import KEYED, SIBLING
from footlight.essay.tree import Node, Nodes, attr, children, classes, link, map_lists, plain, text
from footlight.settings.wording import Wording


def with_essay_references(essay: Essay, words: Wording) -> Essay:
    """Give each such link what stands round the page's number; one without words says the other essay's title."""
    if not essay.source.siblings:
        return essay
    before, _, after = words.say("see-page", page="\0").partition("\0")

    def change(items: Nodes) -> Nodes:
        return [_said(node) if node["t"] == "Link" and SIBLING in classes(node) else node for node in items]

    def _said(node: Node) -> Node:
        target = node["c"][2][0]
        key = KEYED.match(target[1:])
        title = essay.source.siblings.titles.get(key[0], "") if key else ""
        left, right = words.quotes[:2]
        content = children(node) or []
        said = content if plain(content).strip() else text(f"{left}{title}{right}")
        return link(said, target, attr(node["c"][0][0], SIBLING, before=f" ({before}", after=f"{after})"))

    title, subtitle, abstract, headnote, body = (
        map_lists(part, change) for part in (essay.title, essay.subtitle, essay.abstract, essay.headnote, essay.body)
    )
    return replace(essay, title=title, subtitle=subtitle, abstract=abstract, headnote=headnote, body=body)
