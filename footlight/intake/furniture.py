"""What a page has round the author's words: scripts, forms, share bars, comments, related posts, adverts."""

import re

from footlight.intake.link_addresses import absolute, is_web_address
from footlight.intake.page_tree import Element, new_element, outermost
from footlight.intake.tree_builder import NOTE

_NEVER_TEXT = frozenset(
    {
        *(
            "script",
            "style",
            "template",
            "meta",
            "link",
            "head",
            "title",
            "base",
            "input",
            "select",
            "textarea",
            "button",
        ),
        *("svg", "canvas", "map", "area", "param", "noframes", "dialog", "progress", "meter", "datalist", "track"),
        *("bgsound", "applet", "frameset", "frame", "noembed", "amp-ad", "ins-ad"),
    }
)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ROLES = frozenset(
    {
        "navigation",
        "menu",
        "menubar",
        "search",
        "complementary",
        "banner",
        "contentinfo",
        "dialog",
        "alertdialog",
        "alert",
    }
)
_PLUMBING = re.compile(
    r"""(?:^|[\s_-])(?:
      sharedaddy | sd-(?:block|sharing|like)[\w-]* | jp-relatedposts | sharing
      | share-?(?:bar|buttons?|links?|tools?|this|box|icons?)
    | social-?(?:share|links|media|icons|buttons|bar|sharing) | addtoany\w* | a2a_\w+ | addthis\w* | shareaholic[\w-]*
    | feedflare | mc4wp[\w-]* | mailchimp | newsletter[\w-]* | subscribe[\w-]* | subscription-widget[\w-]*
    | signup[\w-]*
    | optin[\w-]* | related-?(?:posts?|articles?|content|stories|links)? | yarpp[\w-]* | recommended[\w-]*
    | outbrain[\w-]* | taboola[\w-]*
    | comments? | comment-?(?:list|form|area|respond) | disqus[\w-]* | respond | cookie[\w-]* | gdpr[\w-]*
    | consent[\w-]* | cky-\w+
    | post-?nav(?:igation)? | nav-?(?:links|below|above|previous|next) | pagination | pager | breadcrumbs?
    | skip-link | screen-reader-text
    | wp-block-buttons | adsbygoogle | ad-?(?:slot|unit|container|wrapper|banner)[\w-]* | advert\w*
    | sponsored[\w-]* | promo(?:box)?
    | print-?only | reply-link | edit-link | post-edit-link | wpcnt | wpa | geo-location
    | button-wrapper | digest-post-embed-(?:cta|action)
    | likes? | like-button | ratings? | post-ratings | popup | modal | lightbox-\w+ | toc-?toggle
    | mw-editsection
    | b-fader | ljsale | lj-like | i-ljuser-icon | cutmark | captioned-button-wrap
    | instagram-media-caption-button | hs-cta[\w-]*
    )(?=$|[\s_-])""",
    re.VERBOSE,
)
"""Names of classes and ids that are the program's and not the author's."""
_ABOUT_THE_POST = re.compile(
    r"""(?:^|[\s_-])(?:
      post-?meta(?:data)? | entry-(?:meta|footer|utility) | article-(?:meta|footer|labels|tags) | by-?lines?(?:-\w+)?
    | post-(?:footer|header|tags|labels|notes|author|timestamp|info|date|categories) | date-header | datel?ine
    | posted-(?:on|by|in)
    | (?:cat|tags?|tag)-(?:links|list) | tags | ljtags | b-singlepost-(?:header|tags) | submeta
    | content__(?:labels|head--\w+)
    | rich-link(?:__\w+)? | element-rich-link | kg-(?:button|signup|cta)-card | kg-callout-emoji | reading-time
    | author-box
    | footer-cta | button-wrapper | post-card | read-next | post-full-meta | entry-date | pubdate
    )(?=$|[\s_-])""",
    re.VERBOSE,
)
"""Names of what a template says of a post: its day, its author, its labels. The front matter has them."""
_WHOLE = frozenset({"body", "article", "main", "td", "sup", "a", NOTE})
_AUTHORS_OWN = _WHOLE | {"p", "li", "h1", "h2", "h3", "h4", "blockquote", "pre", "em", "strong"}
"""Elements that hold an author's words, whatever their classes say."""
_LONGEST_ABOUT = 300
"""Characters of such a line."""
_MOST_PARTS = 3
"""Hyphens in the name of a class or an id; names with more are those of sections, made of their headings."""
_KEEP = re.compile(r"(?:^|[\s_-])(?:content|entry|post|article|body|main|text|has-[\w-]+)(?=$|[\s_-])")
_EMBEDS = {
    "youtube": "Video",
    "youtu.be": "Video",
    "vimeo": "Video",
    "dailymotion": "Video",
    "soundcloud": "Audio",
    "spotify": "Audio",
    "bandcamp": "Audio",
    "podcast": "Audio",
    "twitter": "Post",
    "instagram": "Post",
    "google.com/maps": "Map",
    "openstreetmap": "Map",
    "slideshare": "Slides",
    "scribd": "Document",
}
_FRAME_TRASH = re.compile(
    r"doubleclick|googlesyndication|/ads?/|amazon-adsystem|facebook\.com/plugins|platform\.twitter\.com/widgets/(?:tweet_button|follow)|recaptcha|about:blank|addthis|disqus|googletagmanager|/subscribe|likebox"
)


def take_plumbing(root: Element) -> None:
    """Take away what is no text on any page: scripts, forms' fields, what is not shown."""
    for one in outermost(root, _is_plumbing):
        if one.tag in ("title", "button") and one.inside("svg", "a"):
            one.remove()
            continue
        one.remove()
    for form in reversed(root.all("form", "fieldset", "label")):
        form.tag = "div" if form.tag != "label" else "span"


_NEEDS_SCRIPTS = re.compile(
    r"(?:enable|requires?|turn on|activate|need) (?:to \w+ )?java-?script|javascript (?:is|must|to)", re.IGNORECASE
)
_SHORT = 250
"""Characters of text of a page that has no more than a greeting to browsers without scripts."""


def is_script_only(root: Element) -> bool:
    """Whether a page has no text of its own, and scripts that would fetch one."""
    if not root.all("script"):
        return False
    shown = [
        one.text()
        for one in outermost(root, lambda one: one.tag in ("p", "div", "td", "noscript", "li", "pre", "span"))
        if not one.inside("head")
    ]
    words = " ".join(shown)
    for script in root.all("script", "style"):
        words = words.replace(script.text(), "")
    return len(words) < _SHORT and (bool(_NEEDS_SCRIPTS.search(words)) or len(words) < 80)


def _is_plumbing(one: Element) -> bool:
    if one.tag in _NEVER_TEXT:
        return not (one.tag == "head" and one.all("p"))
    if "hidden" in one.attributes and one.get("hidden").lower() != "until-found":
        return True
    if one.get("aria-hidden") == "true" and not one.all("img", "math") and not one.inside("figure"):
        return True
    if one.tag == "form" and len(one.text()) < 200 and not one.all("p", "article"):
        return True
    return bool(_HIDDEN.search(one.get("style"))) and not one.inside("math")


def take_furniture(article: Element) -> None:
    """Take away what templates put between the author's words: share bars, comments, related posts, newsletters."""
    whole = len(article.text()) or 1
    for one in outermost(article, lambda inner: _is_furniture(inner, whole)):
        one.remove()


def _is_furniture(one: Element, whole: int) -> bool:
    if one.tag in ("nav", "menu") or one.get("role").lower() in _ROLES:
        return len(one.text()) < whole * 0.3
    signs = _signs(one)
    if is_about_the_post(one):
        return True
    if one.tag in _AUTHORS_OWN:
        return False
    if not _PLUMBING.search(signs):
        return False
    words = one.text()
    if len(words) > whole * 0.3:
        return False
    return not _KEEP.search(signs) or link_density(one) > 0.3 or len(words) < 100


def _signs(one: Element) -> str:
    """Its class and id without names that were made of a heading's words."""
    return " ".join(name for name in one.signs.split() if len(re.findall(r"[-_]", name)) <= _MOST_PARTS)


def is_about_the_post(one: Element) -> bool:
    """Whether an element is a short line of the template about the post."""
    if one.tag in _WHOLE or not _ABOUT_THE_POST.search(_signs(one)) or one.longer_than(_LONGEST_ABOUT):
        return False
    return one.first("figure", "blockquote", "pre", "table") is None


def link_density(element: Element) -> float:
    """The share of an element's characters that are the words of links; 0 where it has no words."""
    whole = len(element.text())
    if not whole:
        return 0.0
    linked = sum(len(link.text()) * (0.3 if link.get("href").startswith("#") else 1.0) for link in element.all("a"))
    return min(1.0, linked / whole)


def show_embeds(root: Element, base: str) -> None:
    """Put a link in the place of each film, sound, map or post that is embedded; what only counts readers goes."""
    for one in root.all("iframe", "embed", "object", "video", "audio", "amp-youtube", "amp-iframe"):
        if one.parent is None or any(
            ancestor.tag in ("object", "video", "audio", "iframe") for ancestor in one.ancestors()
        ):
            continue
        address = _embedded_address(one, base)
        if not address or _FRAME_TRASH.search(address):
            if one.tag in ("object", "video", "audio") and one.all("p", "a", "img"):
                one.unwrap()
            else:
                one.remove()
            continue
        words = one.get("title") or one.get("aria-label")
        kind = next((name for sign, name in _EMBEDS.items() if sign in address), "")
        kind = kind or {"video": "Video", "audio": "Audio"}.get(one.tag, "Embedded page")
        label = f"{kind}: {words}" if words and words.lower() not in ("youtube video player", kind.lower()) else kind
        link = new_element("a", [label], href=address)
        one.replace_with([new_element("p", [link])])


def _embedded_address(one: Element, base: str) -> str:
    sources = [one.get(name) for name in ("src", "data-src", "data", "data-lazy-src")]
    sources += [source.get("src") for source in one.all("source", "embed")]
    sources += [param.get("value") for param in one.all("param") if param.get("name").lower() in ("movie", "src")]
    video = one.get("data-videoid")
    if video:
        sources.append(f"https://www.youtube.com/watch?v={video}")
    address = next(
        (
            whole
            for source in sources
            if source.strip() and is_web_address(whole := absolute(source.strip(), base or "https:"))
        ),
        "",
    )
    film = re.match(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{6,})", address)
    if film:
        return f"https://www.youtube.com/watch?v={film[1]}"
    film = re.match(r"https?://player\.vimeo\.com/video/(\d+)", address)
    return f"https://vimeo.com/{film[1]}" if film else address
