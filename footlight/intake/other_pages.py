"""What templates put into a text to lead on to other pages of the site: cards, lists of related posts, lines of tags.

No name of a class is asked, since each template has its own: cards stand side by side, each with one address, a
picture and a linked headline; a list of the site's own links stands under words such as “Read also”. Lists of links
that an author wrote under words of his own stay, as do single lines and whatever leads to another site.
"""

import re

from footlight.intake.furniture import link_density
from footlight.intake.link_addresses import absolute, host_name, is_web_address, same_page
from footlight.intake.page_tree import Element, outermost

_PHRASES = re.compile(
    r"""\W*(?:
      (?:related|similar|recommended|popular|latest|recent|more|other|trending)\ (?:posts?|articles?|stories|content|
        news|reading|entries|topics|videos)
    | you\ (?:may|might)\ (?:also\ )?(?:like|enjoy|be\ interested\ in)(?:\ these)? | read\ (?:also|next|more)
    | also\ read
    | more\ (?:from|on|in)\ .{1,40} | (?:don['’]t|do\ not)\ miss | most\ (?:read|popular|viewed|shared) | up\ next
    | what\ to\ read\ next | keep\ reading | trending(?:\ now)? | editor['’]?s['’]?\ picks | recommended(?:\ for\ you)?
    | auch\ interessant | mehr\ zum\ thema | (?:lesen\ sie|lies)\ auch | das\ (?:könnte|thema\ könnte)\ .{1,30}
    | (?:verwandte|ähnliche|empfohlene|weitere|interessante|neueste)\ (?:artikel|beiträge|themen|nachrichten|meldungen)
    | meistgelesen(?:e\ artikel)? | zum\ weiterlesen
    | (?:à\ )?lire\ aussi | articles?\ (?:similaires|liés|connexes|récents) | dans\ la\ même\ (?:rubrique|catégorie)
    | sur\ le\ même\ (?:sujet|thème) | les\ plus\ lus | voir\ aussi
    | (?:te|le)\ puede\ interesar | (?:artículos|noticias|entradas|notas)\ relacionad[ao]s | lee?a?\ también
    | lo\ más\ (?:leído|visto) | más\ noticias | mira\ también
    | leia\ (?:mais|também|ainda) | veja\ (?:mais|também) | (?:posts|artigos|notícias|matérias)\ relacionad[ao]s
    | mais\ lidas | leggi\ anche | potrebbe\ interessarti | (?:articoli|post)\ correlati | i\ più\ letti
    | lees\ ook | gerelateerde?\ (?:artikelen|berichten) | meest\ gelezen | läs\ (?:mer|också|även)
    | (?:relaterade|liknande)\ (?:artiklar|inlägg) | les\ også | læs\ også | lue\ myös
    | читайте\ (?:также|ещё|еще) | похожие\ (?:записи|статьи|новости|материалы) | (?:материалы\ )?по\ теме
    | czytaj\ (?:też|także|również|więcej) | zobacz\ (?:też|także|również) | (?:podobne|powiązane)\ (?:artykuły|wpisy)
    | čtěte\ také | související\ (?:články|příspěvky) | olvasd\ el\ (?:ezt\ )?is | kapcsolódó\ (?:cikkek|bejegyzések)
    | ilgili\ (?:haberler|yazılar) | bunlar\ da\ ilginizi\ çekebilir | اقرأ\ (?:أيضا|أيضًا|المزيد) | مواضيع\ ذات\ صلة
    | קראו\ (?:גם|עוד) | כתבות\ (?:קשורות|נוספות)
    | 関連(?:記事|リンク|投稿|エントリー) | あわせて読みたい | こちらもおすすめ
    | 相关(?:文章|阅读|新闻|推荐) | 推荐阅读 | 延伸阅读 | 相關(?:文章|閱讀|新聞)
    | 推薦閱讀 | 延伸閱讀 | 관련\ ?(?:기사|글|뉴스)
    )\W*""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words that templates write above links to the site's own pages."""
_LABELS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "strong", "b", "span", "header", "dt", "legend")
_LONGEST_LABEL = 60
_LONGEST_CARD = 500
_SHORTEST_HEADLINE = 12
_MOST = 0.5
"""Share of a text that such things may have: a page that is made of them is a list of pages, and stays one."""
_OF_LINKS = 0.6
_TAG_WORDS = re.compile(
    r"\W*(?:tags?|tagged(?:\ (?:as|with|in))?|(?:filed|posted)\ (?:under|in)|categor(?:y|ies)|keywords?|topics?|"
    r"labels?|schlag(?:wörter|worte)|kategorien?|themen|étiquettes|catégories?|mots-clés|etiquetas|categorías?|categorias?|"
    r"tag|trefwoorden|categorie|теги|метки|рубрика|рубрики|tagi|kategorie|タグ|カテゴリー?|"
    r"标签|分类|標籤|分類|태그)\W*",
    re.IGNORECASE | re.VERBOSE,
)


def take_other_pages(article: Element, base: str) -> None:
    """Take away what leads on to other pages of the site. `base` is the page's address; where it is not known, links
    that are relative are the site's.
    """
    whole = max(1, len(article.text()))
    for found in (_cards(article, base), _under_phrases(article, base), _tag_lines(article, base)):
        taken = set(found)
        outer = outermost(article, taken.__contains__)
        if sum(len(one.text()) for one in outer) < _MOST * whole:
            for one in outer:
                one.remove()


def _own_addresses(one: Element, base: str) -> set[str] | None:
    """The addresses to which links lead, if all are other pages of the same site; None where one is not."""
    found = set()
    for link in one.all("a"):
        href = link.get("href").strip()
        if not href or href.startswith(("#", "javascript:")):
            continue
        address = absolute(href, base)
        own = host_name(address) == host_name(base) if base else not is_web_address(address)
        if not own or same_page(address, base):
            return None
        found.add(address.partition("#")[0])
    return found or None


def _cards(article: Element, base: str) -> list[Element]:
    """Elements side by side that each show one other page: its headline as a link, and a picture."""
    found: list[Element] = []
    for holder in article.walk():
        alike: dict[tuple[str, str], list[Element]] = {}
        for child in holder.elements():
            if child.tag in ("div", "li", "article", "section", "a"):
                alike.setdefault((child.tag, child.get("class")), []).append(child)
        for group in alike.values():
            cards = [one for one in group if _is_card(one, base)] if len(group) > 1 else []
            found += cards if len(cards) > 1 else []
    return found


def _is_card(one: Element, base: str) -> bool:
    if (
        one.longer_than(_LONGEST_CARD)
        or one.first("img") is None
        or one.first("blockquote", "pre", "table") is not None
    ):
        return False
    addresses = _own_addresses(one, base)
    if addresses is None or len(addresses) != 1:
        return False
    headings = one.all("h1", "h2", "h3", "h4", "h5", "h6")
    linked = [link.text() for link in one.all("a")]
    headline = max(linked, key=len, default="")
    told = any(heading.text() in linked or heading.inside("a") for heading in headings) or link_density(one) > _OF_LINKS
    return len(headline) >= _SHORTEST_HEADLINE and told


def _under_phrases(article: Element, base: str) -> list[Element]:
    """Lists of the site's own links under such words, with the words."""
    found: list[Element] = []
    for label in article.all(*_LABELS):
        if label.longer_than(_LONGEST_LABEL) or not _PHRASES.fullmatch(label.text()) or label.first("img") is not None:
            continue
        here = _widest(label)
        below = here.next_sibling()
        lists = []
        while below is not None and _is_list_of_own(below, base):
            lists.append(below)
            below = below.next_sibling()
        found += [here, *lists] if lists else []
    return found


def _widest(label: Element) -> Element:
    """The outermost element that has no other words than a label."""
    here = label
    while here.parent is not None and here.parent.parent is not None and here.parent.text() == label.text():
        here = here.parent
    return here


def _is_list_of_own(one: Element, base: str) -> bool:
    if one.tag not in ("ul", "ol", "div", "section", "p", "article", "nav") or link_density(one) < _OF_LINKS:
        return False
    return _own_addresses(one, base) is not None


def _tag_lines(article: Element, base: str) -> list[Element]:
    """Lines that hold nothing but links to the site's lists by subject: the page says so, or the line's own words."""
    found = []
    for line in article.all("p", "div", "ul", "span", "footer", "dl"):
        links = [link for link in line.all("a") if link.get("href")]
        if not links or line.longer_than(_LONGEST_CARD) or line.first("img", "h1", "h2", "h3") is not None:
            continue
        said = all("tag" in link.get("rel").lower().split() for link in links)
        beside = " ".join(line.raw_text("a").split())
        in_a_line = line.parent is not None and line.parent.tag not in ("p", "li", "td", "blockquote")
        if in_a_line and (_TAG_WORDS.fullmatch(beside) or (said and not re.search(r"\w", beside))):
            found += [line] if _own_addresses(line, base) else []
    return found
