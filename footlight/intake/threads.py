"""Posts of many people on one page: a thread that is the text, and readers' comments below a text.

In a forum, on a page of questions and answers and in a mailing list's archive the posts are what the page is for: all
of them are imported, each under the name of who wrote it. Comments below an essay are by others than its author, and
mostly without a licence; they stay out and are counted.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial

from footlight.intake.page_tree import Element, new_element, outermost


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forum:
    """Where the programs of forums put the words of a post."""

    program: str
    body: str
    """A pattern of its class or id."""
    page: str = ""
    """A pattern that the classes of some element round the post have; empty where the body's name is telling enough."""


_FORUMS = (
    _Forum(program="Stack Exchange", body=r"(?:^|\s)(?:js-post-body|post-text)(?:\s|$)", page=r"question|answer"),
    _Forum(program="Discourse", body=r"(?:^|\s)(?:cooked|post)(?:\s|$)", page=r"topic-body|crawler-post"),
    _Forum(program="phpBB 3", body=r"(?:^|\s)content(?:\s|$)", page=r"(?:^|\s)postbody(?:\s|$)"),
    _Forum(program="phpBB 2", body=r"(?:^|\s)postbody(?:\s|$)"),
    _Forum(program="vBulletin", body=r"(?:^|\s)post_message_\d+(?:\s|$)|js-post__content-text"),
    _Forum(program="XenForo", body=r"(?:^|\s)(?:bbwrapper|messagetext)(?:\s|$)", page=r"(?:^|\s)message"),
    _Forum(program="SMF", body=r"(?:^|\s)(?:inner\s+msg_\d+|inner)(?:\s|$)", page=r"(?:^|\s)(?:post|postarea)(?:\s|$)"),
    _Forum(program="MyBB", body=r"(?:^|\s)post_body(?:\s|$)"),
    _Forum(program="Flarum", body=r"(?:^|\s)post-body(?:\s|$)", page=r"(?:^|\s)poststream|commentpost"),
    _Forum(program="NodeBB", body=r"(?:^|\s)content(?:\s|$)", page=r"(?:^|\s)posts-list|topic-item"),
    _Forum(program="Invision", body=r"(?:^|\s)ipstype_richtext|ipsrichtext(?:\s|$)", page=r"cpost|ipscomment"),
    _Forum(program="Hacker News", body=r"(?:^|\s)(?:commtext|toptext)(?:\s|$)"),
    _Forum(program="Reddit", body=r"(?:^|\s)(?:usertext-body|richtextjson-root)(?:\s|$)"),
)
POST = "fl-post"
"""The tag of a post with its author's name."""
_FEWEST_POSTS = 2
_SHARE = 0.2
"""Share of the page's words outside of links that its posts hold where they are what the page is for."""
_NO_WORDS = ("a", "nav", "footer", "script", "style")
"""Elements whose words are not counted beside those of posts."""
_AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:author|username|poster|hnuser|nickname|user-details|creator|postprofile|message-name)(?=$|[\s_-])"
)
_LONGEST_NAME = 60
_BY = re.compile(r"^(?:by|von|par|por|di|от)\s+", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_COMMENT_CLASSES = ("comment", "comment-body", "comment-content", "comment-text", "comment_body")
"""How the programs of blogs mark one comment: a page counts by the name that it has most often."""


def thread_of(body: Element) -> list[Element]:
    """The posts of a thread, each as an element with its author's name above its words; empty on any other page."""
    for row in _FORUMS:
        posts = [one for one in outermost(body, partial(_is_post, row)) if one.longer_than(0)]
        if len(posts) < _FEWEST_POSTS or any(one.get("itemprop").lower() == "articlebody" for one in posts):
            continue
        words = sum(len(one.text()) for one in posts)
        if words > _SHARE * sum(len(text.strip()) for text in body.texts(*_NO_WORDS)):
            shared = Counter(id(round_it) for one in posts for round_it in one.ancestors())
            return [_signed(one, shared) for one in posts]
    return []


def _is_post(row: _Forum, one: Element) -> bool:
    if one.tag in ("body", "ul", "ol", "table") or not re.search(row.body, one.signs):
        return False
    return not row.page or any(re.search(row.page, round_it.signs) for round_it in one.ancestors())


def _signed(post: Element, shared: Counter[int]) -> Element:
    """A post under the name of its author and the day, where the page says them. `shared` says of each element round
    posts, by its identity, how many of them it has.
    """
    whole = post
    for round_it in post.ancestors():
        if round_it.tag in ("body", "html") or shared[id(round_it)] > 1:
            break
        whole = round_it
    name, day = _author(whole, post), _day(whole)
    line = ", ".join(part for part in (name, day) if part)
    head = [new_element("p", [new_element("strong", [line])])] if line else []
    signed = new_element(POST, [*head])
    signed.append(_taken(post))
    return signed


def _taken(post: Element) -> Element:
    post.remove()
    post.tag = "div" if post.tag in ("td", "span", "li") else post.tag
    return post


def _author(whole: Element, post: Element) -> str:
    of_post = {*post.walk(), *post.ancestors()}
    found = [one for one in whole.walk() if one not in of_post]
    marked = [one for one in found if one.get("itemprop").lower() == "author"]
    named = marked or [one for one in found if _AUTHOR.search(one.signs)]
    for one in reversed(named) if marked else named:
        link = one.first("a") if one.longer_than(_LONGEST_NAME) else None
        own = next((inner for inner in one.walk() if inner.get("itemprop").lower() == "name"), link or one)
        words = own.text()
        if words and len(words) <= _LONGEST_NAME:
            return _BY.sub("", words)
    return ""


def _day(whole: Element) -> str:
    for one in whole.walk():
        moment = one.get("datetime") or (one.get("title") if one.tag in ("span", "time") else "") or one.get("content")
        found = _DAY.match(moment.strip())
        if found:
            return found[0]
    return ""


def count_comments(whole: Element) -> int:
    """How many comments of readers stand on a page, or in a part of it."""
    found: Counter[str] = Counter()
    for one in whole.walk():
        kind = one.get("itemtype").lower().rpartition("/")[2]
        names = {name for name in _COMMENT_CLASSES if name in one.classes}
        names |= {"id"} if re.fullmatch(r"(?:li-|div-)?comment-?\d+", one.get("id").lower()) else set()
        names |= {"type"} if kind in ("comment", "usercomments") else set()
        if names and one.longer_than(0):
            found.update(names)
    return max(found.values(), default=0)
