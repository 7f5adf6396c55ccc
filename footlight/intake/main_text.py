"""Find the part of a page that is the author's text.

The posts of a thread are all of it (`threads`). On any other page three things decide, in this order. A page may say
it: `articleBody` of schema.org, `e-content` of microformats, the class that a generator gives the body of a post
(rows). Else paragraphs vote for the elements round them, by length and commas, less where names of classes or the share
of links speak against it: the method of arc90's Readability (2009), which Mozilla's Readability goes on with. Then what
stands beside the winner, and is text as well, joins it, with what stands between the title and it (`lead`); and what
stands in it, and is none, goes.

Unlike those, nothing is taken away from inside a paragraph, and lists of links that an author wrote stay: the links are
what this program is for.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from footlight.intake.furniture import link_density
from footlight.intake.lead import lead_of
from footlight.intake.page_tree import BLOCKS, Element, body_of, outermost
from footlight.intake.threads import thread_of
from footlight.intake.tree_builder import NOTE

_BODIES = re.compile(
    r"(?:^|\s)(?:entry-content|post-content|post-body|post__content|post_content|article-body|article__body|articlebody|"
    r"article-content|article__content|story-body|storybody|story-content|post-text|entry-body|blog-post-content|e-content|"
    r"available-content|gh-content|kg-canvas|mw-parser-output|b-singlepost-body|entry-text|field-name-body|td-post-content|"
    r"single-content|rich_media_content|article-text|body-copy|caas-body|markdown-body|entrytext|asset-body|js-article-inner|"
    r"section--body|postarticle-content|meteredcontent)(?:\s|$)"
)
"""Classes and ids that generators and papers give to the text of a post."""
_OTHER_TEXT = (
    r"breadcrumb|combx|comment|disqus|footer|gdpr|menu|related|remark|replies|shoutbox|sidebar|pagination|yom-remote|"
    r"newsletter|cookie|recommend|outbrain|taboola|trending|most-?read|see-?also|navbar|nav-|topnav|"
    r"(?:^|[\s_-])(?:modal|login|dialog|offcanvas|off-canvas)(?=$|[\s_-])|"
    r"author-?(?:bio|box|card)|byline|tags?-list|entry-meta"
)
"""Names of what is never the article, however much text it has."""
_UNLIKELY = re.compile(
    rf"{_OTHER_TEXT}|-ad-|ai2html|banner|community|cover-wrap|extra|header|legends|rss|skyscraper|social|sponsor|"
    r"supplemental|ad-break|agegate|pager|popup|subscri|promo|share|masthead|widget|toolbar"
)
"""Those, and names that templates also give what holds all of a page."""
_NEVER = re.compile(_OTHER_TEXT)
_MAYBE = re.compile(r"and|article|body|column|content|main|mathjax|shadow|post|entry|story|text")
_POSITIVE = re.compile(r"article|body|content|entry|hentry|h-entry|main|page|pagination|post|text|blog|story")
_NEGATIVE = re.compile(
    r"-ad-|hidden|^hid$|\shid\s|\shid$|^hid\s|banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain|promo|"
    r"related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget|social|subscri|newsletter|recommend"
)
_VOTERS = frozenset({"p", "pre", "td", "blockquote", "section", "h2", "h3", "h4", "h5", "h6", "li", "dd"})
_BASE_SCORES = {
    **dict.fromkeys(("div",), 5.0),
    **dict.fromkeys(("pre", "td", "blockquote"), 3.0),
    **dict.fromkeys(("address", "ol", "ul", "dl", "dd", "dt", "li", "form"), -3.0),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "th"), -5.0),
}
_COMMA = re.compile("[,،﹐︐︑⹁⸴⸲，、]")
_LEVELS = 5
_ENOUGH = 500
"""Characters that a text has; with fewer, elements with unlikely names are looked at as well."""
_MOST_ASIDE, _MOST_OF_STATED = 0.5, 0.8
"""Shares of the prose of a page, and of what says that it is the text, that an element with an unlikely name may hold
and still go: a blog's `widget` may be all of the text."""
_NEARLY_ALL = 0.85
"""Share of the paragraphs of what was found that the one `article` in it has to hold to be the text."""
_FEWEST = 200
"""Characters of paragraphs that an element with a telling class has to hold."""
_LEVELS_ROUND = 2
"""Elements round a text whose other parts are looked at."""
_MOST_BESIDE = 4
"""Elements of text; where more stand side by side, they are parts of something else."""
_CLEAR_SHARE = 0.55
"""Share of a page's words in paragraphs that an element with a telling class has to hold."""


@dataclass(slots=True)
class _Scores:
    """Scores of elements, by their identity."""

    of: dict[int, float] = field(default_factory=dict)
    elements: list[Element] = field(default_factory=list)

    def add(self, element: Element, points: float) -> None:
        """Add points; the first ones come with what the element's tag and names are worth."""
        if id(element) not in self.of:
            self.of[id(element)] = _BASE_SCORES.get(element.tag, 0.0) + _weight(element)
            self.elements.append(element)
        self.of[id(element)] += points

    def get(self, element: Element) -> float:
        """The score; 0 for an element that nothing voted for."""
        return self.of.get(id(element), 0.0)


def find_main_text(root: Element, title: str = "", description: str = "") -> Element:
    """An element `article` with the author's text, taken out of the page. Title and description are what the page says
    of itself, as far as it does.
    """
    body = body_of(root)
    posts = thread_of(body)
    if posts:
        return _as_article(posts)
    found = _found(root, body)
    if len(found) > 1 and description and " ".join(description.split()) == found[0].text():
        found = found[1:]  # a standfirst, which stands in the front matter
    return _as_article([*lead_of(body, found, title, description), *found])


def _found(root: Element, body: Element) -> list[Element]:
    """The elements that hold the text, in the order of the page."""
    stated = _stated_body(body)
    if stated is not None:
        for one in _aside(stated, _MOST_OF_STATED):
            one.remove()
        return _with_words_beside(stated)
    gone = [(one, _put_aside(one)) for one in _aside(body, _MOST_ASIDE)]
    found = _by_votes(body)
    if _length(found) < _ENOUGH:
        for one, place in gone:
            place.replace_with([one])
        again = _by_votes(body)
        found = again if _length(again) > 1.5 * _length(found) else found
    if _length(found) < _ENOUGH:
        wider = max(root.all("article", "main"), key=lambda one: len(one.text()), default=None)
        found = [wider] if wider is not None and len(wider.text()) > 2 * _length(found) else found
    return _narrowed(found)


def _narrowed(found: list[Element]) -> list[Element]:
    """The one `article` in what was found, where nearly all paragraphs stand in it; what is beside it is the site's."""
    articles = [inner for one in found for inner in (one, *outermost(one, _is_article)) if _is_article(inner)]
    if len(articles) != 1 or articles[0] in found:
        return found
    within = _paragraph_words(articles[0])
    return articles if within > _NEARLY_ALL * sum(map(_paragraph_words, found)) else found


def _is_article(one: Element) -> bool:
    return one.tag == "article"


def _with_words_beside(stated: Element) -> list[Element]:
    """The element that says that it is the text, and what stands beside it and is text as well: a standfirst, a word on
    the author, a correction.
    """
    kept = [stated]
    here = stated
    for _ in range(_LEVELS_ROUND):
        round_it = here.parent
        if round_it is None or round_it.tag in ("body", "html", "tr"):
            break
        beside = [one for one in round_it.elements() if one is here or _is_words(one)]
        if len(beside) > _MOST_BESIDE:
            break
        at = next(number for number, one in enumerate(beside) if one is here)
        kept = [*beside[:at], *kept, *beside[at + 1 :]]
        here = round_it
        if here.tag in ("article", "main"):
            break
    return kept


def _is_words(one: Element) -> bool:
    if one.tag == "figure":
        return one.first("img") is not None and not _is_unlikely(one)
    if one.tag not in ("p", "div", "section", "header", "footer", "aside", "blockquote") or _is_unlikely(one):
        return False
    words = sum(len(inner.text()) for inner in one.all("p"))
    return words > 40 and words > 0.4 * len(one.text()) and link_density(one) < 0.5


def _aside(whole: Element, share: float) -> list[Element]:
    """The elements in one whose names speak against them, unless such an element holds most of what is there."""
    most = share * _prose(whole)
    return outermost(whole, lambda one: _is_unlikely(one) and (bool(_NEVER.search(one.signs)) or _prose(one) <= most))


def _put_aside(one: Element) -> Element:
    """Take an element out of the page; what stands in its place brings it back."""
    place = Element("fl-aside")
    one.replace_with([place])
    return place


def _length(elements: list[Element]) -> int:
    return sum(len(one.text()) for one in elements)


def _as_article(elements: list[Element]) -> Element:
    """The elements as the content of one `article`."""
    article = Element("article")
    for one in elements:
        if one.tag in ("body", "html"):
            article.extend(list(one.children))
            continue
        if one.parent is not None:
            one.remove()
        article.append(one)
    return article


def _stated_body(body: Element) -> Element | None:
    """The element that says that it is the text, if it is the only one and holds most of the page's paragraphs."""
    found = outermost(body, lambda one: one.get("itemprop").lower() == "articlebody")
    found = found or outermost(
        body, lambda one: bool(_BODIES.search(one.signs)) and one.tag not in ("body", "p", "li", "span")
    )
    if not found:
        return None
    best = max(found, key=_paragraph_words)
    words = _paragraph_words(best)
    parts = [one for one in found if one is best or _paragraph_words(one) > 0.1 * words]
    if len(parts) > 1:  # one text in several parts, or several texts
        best = _common_ancestor(parts)
        words, of_parts = _paragraph_words(best), sum(map(_paragraph_words, parts))
        if words > 1.25 * of_parts or len({one.get("class") for one in parts}) > 2:
            return None
    return best if words > _FEWEST and words > _CLEAR_SHARE * _paragraph_words(body) else None


def _prose(element: Element) -> float:
    """Characters of an element that are not the words of links."""
    return len(element.text()) * (1 - link_density(element))


def _common_ancestor(elements: list[Element]) -> Element:
    """The innermost element round all of them."""
    first, *others = elements
    return next(one for one in first.ancestors() if all(one in set(other.ancestors()) for other in others))


def _paragraph_words(element: Element) -> int:
    """Characters in paragraphs and other blocks of text that are not mostly links."""
    return sum(
        len(one.text())
        for one in element.walk()
        if one.tag in ("p", "pre", "blockquote", "li", "dd")
        and not one.inside("p", "blockquote", "li", "dd")
        and link_density(one) < 0.5
    )


def _by_votes(body: Element) -> list[Element]:
    """The elements of the text, in the order of the page."""
    scores = _scores(body)
    densities: dict[int, float] = {}

    def weighed(one: Element) -> float:
        if id(one) not in densities:
            densities[id(one)] = link_density(one)
        return scores.get(one) * (1 - densities[id(one)])

    def rank(one: Element) -> float:
        """The score, less where there is little text: names of elements alone make no article of a dialog."""
        return weighed(one) * math.sqrt(min(1.0, len(one.text()) / _ENOUGH))

    ranked = sorted(scores.elements, key=rank, reverse=True)[:5]
    if not ranked:
        return [body]
    top = _raised(ranked, weighed, scores)
    if top.tag in ("body", "html"):
        return [body]
    return _with_siblings(top, weighed)


def _is_unlikely(one: Element) -> bool:
    if one.tag in ("body", "a", "article", "main", "p", "td", "code", "pre", "sup", NOTE) or one.inside(
        "table", "code"
    ):
        return False
    signs = one.signs
    return bool(_UNLIKELY.search(signs)) and not _MAYBE.search(signs)


def _scores(body: Element) -> _Scores:
    scores = _Scores()
    for one in body.walk():
        if not _votes(one) or one.inside(NOTE):
            continue
        words = one.text()
        if len(words) < 25 or link_density(one) > 0.7:
            continue
        points = 2.0 + min(len(_COMMA.findall(words)), len(words) // 25) + min(len(words) // 100, 3)
        for level, ancestor in enumerate(one.ancestors()):
            if level >= _LEVELS or ancestor.tag == "html":
                break
            scores.add(ancestor, points if level == 0 else points / 2 if level == 1 else points / (level * 3))
    return scores


def _votes(one: Element) -> bool:
    """Whether an element is a paragraph, by its tag or because a `div` holds nothing but a line of text."""
    if one.tag in _VOTERS:
        return not (one.tag in ("td", "section", "li", "dd") and any(inner.tag == "p" for inner in one.walk()))
    return one.tag in ("div", "font", "center") and _holds_line(one)


def _holds_line(one: Element) -> bool:
    return not any(inner.tag in BLOCKS for inner in one.walk() if inner is not one) and bool(one.text())


def _weight(one: Element) -> float:
    """What the names of an element are worth."""
    total = 0.0
    for name in (one.get("class").lower(), one.get("id").lower()):
        if name:
            total -= 25.0 if _NEGATIVE.search(name) else 0.0
            total += 25.0 if _POSITIVE.search(name) else 0.0
    return total


def _raised(ranked: list[Element], weighed: Callable[[Element], float], scores: _Scores) -> Element:
    """The best element, or one round it that holds the others too."""
    top = _holder_of_several(ranked, weighed)
    last = weighed(top)
    threshold = last / 3
    for ancestor in top.ancestors():
        if ancestor.tag in ("body", "html"):
            break
        if id(ancestor) not in scores.of:
            continue
        here = weighed(ancestor)
        if here < threshold:
            break
        if here > last:
            top = ancestor
            break
        last = here
    while top.parent is not None and top.parent.tag not in ("body", "html") and len(list(top.parent.elements())) == 1:
        top = top.parent
    return top


def _holder_of_several(ranked: list[Element], weighed: Callable[[Element], float]) -> Element:
    """The innermost element round the best one that holds three others which are nearly as good; else the best one."""
    top = ranked[0]
    near = [set(one.ancestors()) for one in ranked[1:] if weighed(one) >= 0.75 * weighed(top)]
    for ancestor in top.ancestors():
        if len(near) < 3 or ancestor.tag in ("body", "html"):
            break
        if sum(ancestor in round_it for round_it in near) >= 3:
            return ancestor
    return top


def _with_siblings(top: Element, weighed: Callable[[Element], float]) -> list[Element]:
    """The best element and those beside it that are text as well."""
    if top.parent is None:
        return [top]
    score = weighed(top)
    threshold = max(10.0, score * 0.2)
    kept = []
    for one in top.parent.elements():
        bonus = score * 0.2 if one.get("class") and one.get("class") == top.get("class") else 0.0
        if one is top or weighed(one) + bonus >= threshold or _is_text(one) or _is_column(one, top):
            kept.append(one)
    return kept


def _is_column(one: Element, top: Element) -> bool:
    """Whether a cell beside the best one is another column of text; a column of links is not."""
    return one.tag == top.tag == "td" and len(one.text()) > 0.3 * len(top.text()) and link_density(one) <= 0.55


def _is_text(one: Element) -> bool:
    if one.tag != "p":
        return False
    words, density = one.text(), link_density(one)
    return (len(words) > 80 and density < 0.25) or (
        0 < len(words) <= 80 and density == 0 and bool(re.search(r"[.!?…](?:\s|$)", words))
    )
