"""Tags that show something: pictures, films, pages of other sites."""

import re
from html import escape

from footlight.reading.dialects.passage import Passage
from footlight.reading.dialects.site_tags import Tag
from footlight.reading.dialects.tag_results import (
    PICTURE,
    WEB,
    Put,
    address_link,
    block,
    from_arguments,
    picture,
    pictures_of,
    words_of,
)


def figure(tag: Tag, _: Passage) -> Put:
    """A picture, with its caption where it has one."""
    named = tag.value("src", "source", "url", "image", "img", "path", "file", "image_path", "filename")
    pictures = pictures_of(tag)
    address = named or next(iter(pictures), "") or tag.at(0)
    if not address or len(pictures) > 1:
        return from_arguments(tag)
    title, caption = tag.value("title"), tag.value("caption", "description", "attribution")
    source, link = tag.value("attr"), tag.value("attrlink")
    alt = tag.value("alt", "alttext") or caption or title
    shown = picture(address, alt)
    if tag.value("link", "href") and WEB.match(tag.value("link", "href")):
        shown = f"[{shown}](<{tag.value('link', 'href')}>)"
    if tag.in_line:
        return Put(before=shown)
    credit = f"[{words_of(source)}](<{link}>)" if source and link else words_of(source)
    below = [
        f"**{words_of(title)}**" if title and caption else words_of(title),
        words_of(caption) if caption != title else "",
        credit,
    ]
    said = " ".join(part for part in below if part)
    inner = tag.body.strip() if tag.paired else ""
    if not said and not inner:
        return Put(before=block(shown), body="" if tag.paired else None)
    return Put(
        before=block("<figure>", shown, "<figcaption>", said, inner, "</figcaption>\n</figure>"),
        body="" if tag.paired else None,
    )


def asset_picture(tag: Tag, _: Passage) -> Put:
    """`{% asset_img [class] file [width] [height] [title [alt]] %}` and `{% img … %}` of Hexo."""
    address = next(filter(PICTURE.match, tag.positional), "")
    if not address:
        return from_arguments(tag)
    rest = [w for w in tag.positional[tag.positional.index(address) + 1 :] if not re.fullmatch(r"\d+(?:px|%)?", w)]
    shown = picture(address, rest[-1] if rest else tag.value("alt", "title"))
    return Put(before=shown if tag.in_line else block(shown))


SITES = {
    # a name of a tag, and the address that its generator makes of what the tag is given
    "youtube": "https://www.youtube.com/watch?v={}",
    "youtubenocookie": "https://www.youtube.com/watch?v={}",
    "yt": "https://www.youtube.com/watch?v={}",
    "youtuber": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "bilibili": "https://www.bilibili.com/video/{}",
    "gist": "https://gist.github.com/{}",
    "github": "https://github.com/{}",
    "asciinema": "https://asciinema.org/a/{}",
    "codepen": "https://codepen.io/pen/{}",
    "jsfiddle": "https://jsfiddle.net/{}",
    "speakerdeck": "https://speakerdeck.com/player/{}",
    "spotify": "https://open.spotify.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "twitch": "https://www.twitch.tv/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "x": "https://x.com/i/status/{}",
}


_KNOWN = re.compile(r"[^\s\"'<>{}$]+")
"""An identifier or an address, and no expression that the site works out."""


def site(tag: Tag, _: Passage) -> Put:
    """What another site shows."""
    user = tag.value("user", "username")
    known = tag.value("id", "key", "url", "src", "video", "videoid", "video-id", "slug", "link") or tag.at(0)
    name = next((word for word in (tag.name, *re.split(r"[-_]", tag.name)) if word in SITES), "")
    if not name or not _KNOWN.fullmatch(known):
        return from_arguments(tag)
    if WEB.match(known):
        address = known
    elif name in ("tweet", "twitter", "x") and user:
        address = f"https://{'x' if name == 'x' else 'twitter'}.com/{user}/status/{known}"
    elif name == "codepen" and user:
        address = f"https://codepen.io/{user}/pen/{known}"
    elif name == "gist" and re.fullmatch(r"[0-9a-f]{5,}", tag.at(1)):
        address = f"https://gist.github.com/{known}/{tag.at(1)}"
    else:
        address = SITES[name].format(known)
    said = f"{tag.shown} cannot be shown in an edition; a link to its address stands in its place"
    link = address_link(address, tag.value("title", "label", "caption"))
    return Put(before=link if tag.in_line else block(link), said=said)


def frame(tag: Tag, _: Passage) -> Put:
    """A page within the page."""
    address = tag.value("src", "url", "href", "link") or next(filter(WEB.match, tag.positional), "") or tag.at(0)
    if not WEB.match(address):
        return from_arguments(tag)
    return Put(
        before=address_link(address, tag.value("title", "caption")),
        said=f"{tag.shown} cannot be shown in an edition; a link to its address stands in its place",
    )


def film(tag: Tag, _: Passage) -> Put:
    """A film or a recording."""
    address = tag.value("src", "url", "file", "mp4", "webm", "href") or tag.at(0)
    if not address:
        return from_arguments(tag)
    kind = "audio" if tag.name in ("audio", "podcast") else "video"
    poster = f' poster="{escape(tag.value("poster"))}"' if tag.value("poster") else ""
    return Put(before=block(f'<{kind} src="{escape(address)}"{poster}></{kind}>'))
