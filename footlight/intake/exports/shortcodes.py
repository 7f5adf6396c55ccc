"""WordPress's shortcodes, `[name attribute="value"]…[/name]`, as HTML.

The rows at the end say what becomes of each. What is no row stays as it is written, since `[sic]` is the author's; if
it looks like a shortcode (it has attributes or an end), its name is reported.
Source of the syntax: developer.wordpress.org, "Shortcode API"; of the names: the documentation of WordPress, Jetpack
and of the footnote plug-ins with the most installations (2026).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from footlight.intake.exports.name_sets import names

_TAG = re.compile(
    r"""\[(?P<escaped>\[)?(?P<end>/)?(?P<name>[A-Za-z][\w-]*)
        (?P<attributes>(?:(?:\s|=|/(?!\]))(?:"[^"]*"|'[^']*'|[^\]\["'])*)?)(?P<alone>/)?\](?P<escaped_end>\])?""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))|"([^"]*)"|'([^']*)'|(\S+)""")
_ADDRESS = re.compile(r"https?://\S+")
_PICTURE = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)
_DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the blog's media library."""

    address: str
    alt: str = ""
    caption: str = ""
    """HTML."""


@dataclass(slots=True, kw_only=True)
class Post:
    """What shortcodes of a post may refer to, and what they leave behind."""

    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """By number."""
    own_pictures: tuple[str, ...] = ()
    """The numbers of those that belong to this post, for a gallery that names none."""
    notes: list[str] = field(default_factory=list)
    """The footnotes, HTML, in the order of their calls."""
    unknown: set[str] = field(default_factory=set)
    """What looks like a shortcode and is no row."""
    missing: list[str] = field(default_factory=list)
    """The numbers of pictures that a gallery asks for and the export lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    name: str
    attributes: Mapping[str, str]
    positional: tuple[str, ...]
    inner: str
    post: Post


def expand(text: str, post: Post) -> str:
    """Write the shortcodes of a post as HTML."""
    return _expanded(text, post, 0)


def notes_list(post: Post) -> str:
    """The footnotes that shortcodes left behind, as a list; empty where there are none."""
    items = "\n".join(
        f'<li id="fn-{number}">{note} <a href="#fnref-{number}" class="footnote-backref">↩</a></li>'
        for number, note in enumerate(post.notes, 1)
    )
    return f'\n\n<section class="footnotes"><ol>\n{items}\n</ol></section>\n' if items else ""


def _expanded(text: str, post: Post, depth: int) -> str:
    if "[" not in text or depth > _DEEPEST:
        return text
    pieces: list[str] = []
    ends = _ends(text)
    at = 0
    while match := _TAG.search(text, at):
        pieces.append(text[at : match.start()])
        at = match.end()
        name = match["name"].lower()
        if match["escaped"] and match["escaped_end"]:
            pieces.append(match[0][1:-1])  # [[name]] is written to show [name]
            continue
        end = ends.get(match.start())
        row = _row(name)
        if row is None:
            if match["end"] or end or "=" in match["attributes"]:
                post.unknown.add(name)
            pieces.append(match[0])
            continue
        inner = ""
        if end and name not in _NEVER_ENCLOSING:
            inner = text[at : end.start()]
            at = end.end()
        if match["end"]:
            continue
        pieces += (
            "[" * bool(match["escaped"]),
            _written(row, match, inner, post, depth),
            "]" * bool(match["escaped_end"]),
        )
    return "".join([*pieces, text[at:]])


def _ends(text: str) -> dict[int, re.Match[str]]:
    """The end tag of each start tag that has one, by the offset of the start: an end belongs to the nearest start."""
    ends: dict[int, re.Match[str]] = {}
    opened: dict[str, list[int]] = {}
    for match in _TAG.finditer(text):
        name = match["name"].lower()
        if match["end"]:
            if opened.get(name):
                ends[opened[name].pop()] = match
        elif not match["alone"]:
            opened.setdefault(name, []).append(match.start())
    return ends


def _written(row: "_Row", match: re.Match[str], inner: str, post: Post, depth: int) -> str:
    name = match["name"].lower()
    named, positional = _attributes(match["attributes"])
    if name not in _VERBATIM:
        inner = _expanded(inner, post, depth + 1)
    return row(_Call(name=name, attributes=named, positional=positional, inner=inner, post=post))


def _attributes(words: str) -> tuple[dict[str, str], tuple[str, ...]]:
    words = unescape(words).replace("\u201c", '"').replace("\u201d", '"').replace("\u00a0", " ").strip()
    if words.startswith("="):  # [youtube=http://…], as WordPress.com had it
        return {}, tuple(words[1:].strip("\"'").split()[:1])
    named: dict[str, str] = {}
    positional: list[str] = []
    for match in _ATTRIBUTE.finditer(words):
        if match[1]:
            named[match[1].lower()] = match[2] or match[3] or match[4] or ""
        else:
            positional.append(match[5] or match[6] or match[7] or "")
    return named, tuple(positional)


# ---------------------------------------------------------------------------------------------------- what they become


def _caption(call: _Call) -> str:
    """A picture and its caption; the caption stands in an attribute (before WordPress 3.4) or behind the picture."""
    picture = _PICTURE.search(call.inner)
    if not picture:
        return call.inner
    words = call.attributes.get("caption") or (call.inner[: picture.start()] + call.inner[picture.end() :]).strip()
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"\n\n<figure>{picture[0]}{caption}</figure>\n\n"


def _gallery(call: _Call) -> str:
    wanted = call.attributes.get("ids") or call.attributes.get("include") or ""
    numbers = tuple(re.findall(r"\d+", wanted)) or call.post.own_pictures
    left_out = set(re.findall(r"\d+", call.attributes.get("exclude", "")))
    figures = []
    for number in numbers:
        if number in left_out:
            continue
        picture = call.post.pictures.get(number)
        if picture is None:
            call.post.missing.append(number)
            continue
        caption = f"<figcaption>{picture.caption}</figcaption>" if picture.caption else ""
        image = f'<img src="{escape(picture.address)}" alt="{escape(picture.alt)}">'
        figures.append(f"<figure>{image}{caption}</figure>")
    return "\n\n" + "\n".join(figures) + "\n\n"


def _note(call: _Call) -> str:
    words = call.inner.strip() or call.attributes.get("text", "") or " ".join(call.positional)
    if not words:
        return ""
    call.post.notes.append(words)
    number = len(call.post.notes)
    return f'<sup id="fnref-{number}"><a href="#fn-{number}">{number}</a></sup>'


_LANGUAGE_IN = ("language", "lang", "type")


def _code(call: _Call) -> str:
    """A listing. Its text is as the author typed it: HTML that was escaped in the editor, or not."""
    language = next((call.attributes[key] for key in _LANGUAGE_IN if call.attributes.get(key)), "")
    if not language and call.name not in _CODE:
        language = call.name
    shown = unescape(re.sub(r"(?i)\A\s*<(?:pre|code)>|</(?:pre|code)>\s*\Z", "", call.inner)).strip("\r\n")
    marked = f' class="language-{escape(language)}"' if re.fullmatch(r"[\w+#.-]{1,20}", language) else ""
    return f"\n\n<pre><code{marked}>{escape(shown, quote=False)}</code></pre>\n\n"


def _formula(call: _Call) -> str:
    return f'<span class="math inline">\\({escape(unescape(call.inner).strip(), quote=False)}\\)</span>'


def _quotation(call: _Call) -> str:
    by = call.attributes.get("author") or call.attributes.get("cite") or ""
    source = f"\n\n— {escape(by)}" if by else ""
    return f"\n\n<blockquote>{call.inner.strip()}{source}</blockquote>\n\n"


_PAGE_OF = {
    "vimeo": "https://vimeo.com/",
    "youtube": "https://www.youtube.com/watch?v=",
    "dailymotion": "https://www.dailymotion.com/video/",
}
"""The page of a film on a service, before its number."""
_KEYS_OF_ADDRESSES = (
    "url",
    "src",
    "href",
    "mp4",
    "webm",
    "ogv",
    "m4v",
    "mp3",
    "ogg",
    "m4a",
    "wav",
    "file",
    "id",
    "video",
)


def _embedded(call: _Call) -> str:
    """What stands elsewhere, as a link to it."""
    words = [call.inner.strip(), *call.positional, *(call.attributes.get(key, "") for key in _KEYS_OF_ADDRESSES)]
    address = next((found[0] for one in words if (found := _ADDRESS.match(unescape(one)))), "")
    number = next((one for one in words if re.fullmatch(r"[\w-]{5,20}", one)), "")
    if not address and number and call.name in _PAGE_OF:
        address = _PAGE_OF[call.name] + number
    if not address:
        call.post.unknown.add(call.name)
        return call.inner
    return f'\n\n<p><a href="{escape(address)}">{escape(address)}</a></p>\n\n'


def _button(call: _Call) -> str:
    address = next((call.attributes[key] for key in ("url", "link", "href") if call.attributes.get(key)), "")
    words = call.inner.strip() or call.attributes.get("text") or address
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def _content(call: _Call) -> str:
    """What is in it, without it: columns, boxes and sections of page builders."""
    title = call.attributes.get("title", "")
    heading = f"<h3>{escape(title)}</h3>\n\n" if title and call.name in _TITLED else ""
    return f"\n\n{heading}{call.inner}\n\n"


def _words(call: _Call) -> str:
    """What is in it, in the line."""
    return call.inner


def _nothing(_: _Call) -> str:
    return ""


_Row = Callable[[_Call], str]
_CODE = names("code sourcecode source highlight crayon syntax cc cci")
_PROGRAMMING = names(
    """
    as3 bash c clojure coldfusion cpp csharp css delphi diff erlang fsharp go groovy html java javafx javascript
    js latexcode matlab objc perl php plain powershell python py r ruby scala shell sql swift text vb xml yaml
    """
)
_TITLED = names("tab accordion accordion_item toggle spoiler su_tab su_spoiler vc_tta_section")
_VERBATIM = _CODE | _PROGRAMMING | {"latex", "math", "tex"}
"""What is in them is not looked through for other shortcodes."""
_NEVER_ENCLOSING = names("gallery youtube vimeo contact-form-7 more toc table-of-contents")
_BUILDERS = (
    "vc_",
    "et_pb_",
    "fusion_",
    "av_",
    "su_",
    "cs_",
    "x_",
    "mk_",
    "tatsu_",
    "fl_",
    "siteorigin_",
    "one_",
    "two_",
)
"""How the shortcodes of page builders begin: Visual Composer, Divi, Fusion, Enfold, Shortcodes Ultimate and others."""

_ROWS: tuple[tuple[_Row, str], ...] = (
    (_caption, "caption wp_caption"),
    (_gallery, "gallery"),
    (_note, "footnote ref fn note mfn efn_note sidenote footnotes_note backref jfn modern_footnote simple_footnote"),
    (_nothing, "footnotes reflist references footnote_container footnotes_list"),  # where the notes are to stand
    (_code, " ".join(_CODE | _PROGRAMMING)),
    (_formula, "latex math tex"),
    (_quotation, "quote pullquote blockquote quotation epigraph testimonial"),
    (
        _embedded,
        """
        embed youtube vimeo audio video playlist soundcloud tweet gist spotify slideshare instagram facebook tiktok
        dailymotion wpvideo videopress googlevideo googlemaps scribd ted bandcamp flickr kickstarter mixcloud twitch
        iframe medium pinterest reddit codepen office archives.org archiveorg
        """,
    ),
    (_button, "button btn link su_button vc_btn et_pb_button"),
    (_words, "dropcap dropcaps highlight_text tooltip abbr small lead center left right nobr span"),
    (
        _content,
        """
        columns column row col section box alert info warning notice tabs tab accordion accordion_item toggle spoiler
        div clear hr divider separator members-only restrict
        """,
    ),
    (
        _nothing,
        """
        contact-form contact-form-7 contact-field subscribe subscribe2 jetpack_subscription_form jetpack-related-posts
        sharing sharethis share social poll polldaddy crowdsignal wpforms gravityform ninja_form mc4wp_form newsletter
        addtoany wp_ad_camp ad adsense adrotate google-ads toc table-of-contents more archives sitemap portfolio
        recent_posts related_posts blog_subscription_form rating ratings wp_rating_system paypal donate likebutton
        recaptcha login_form wpseo_breadcrumb bookly woocommerce_cart simple-payment print_link email_link
        """,
    ),
)
_BY_NAME = {name: row for row, names in _ROWS for name in names.split()}


def _row(name: str) -> _Row | None:
    return _BY_NAME.get(name) or (_content if name.startswith(_BUILDERS) else None)
