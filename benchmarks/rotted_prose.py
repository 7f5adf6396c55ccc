"""Sound prose whose links are taken away, as they get lost: what `links find` learns from and is measured by.

A corpus is a folder with one .jsonl.gz an author and language: a post a line, with url, title, date, author, markdown
(links absolute) and, where it is not `en`, lang. Nothing is random: the same corpus loses the same links.
"""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

LINK = re.compile(r"(?<!!)\[([^\]\[]+)\]\((https?://[^)\s]+)\)")

CUES: dict[str, Sequence[str]] = {
    "de": ("siehe", "Siehe", "vgl.", "abrufbar unter", "nachzulesen unter", "hier", "unter"),
    "en": ("see", "See", "cf.", "available at", "which is at", "here", "at"),
    "es": ("véase", "Véase", "ver", "disponible en", "que está en", "aquí", "en"),
    "fr": ("voir", "Voir", "cf.", "disponible à l’adresse", "à lire sur", "ici", "sur"),
    "it": ("vedi", "Vedi", "cfr.", "disponibile all’indirizzo", "che si trova su", "qui", "su"),
    "ja": ("参照", "参照", "詳細は", "で公開", "リンク", "こちら", "は"),
    "nl": ("zie", "Zie", "vgl.", "beschikbaar op", "te lezen op", "hier", "op"),
    "pl": ("zob.", "Zob.", "por.", "dostępne pod adresem", "do przeczytania na", "tutaj", "na"),
    "pt": ("ver", "Veja", "cf.", "disponível em", "que está em", "aqui", "em"),
    "ru": ("см.", "См.", "ср.", "доступно по адресу", "опубликовано на", "здесь", "на"),
    "zh": ("见", "参见", "详见", "全文见", "可在", "这里", "在"),
}
"""What writers put before a bare address: to see, to see with a capital, to compare, available at, at, here, on."""
_STYLES = (
    ("{a} ({u})", 3), ("{a} ({0} {u})", 2), ("{a} ({1} {u}", 2), ("{a} ({2} {u})", 0.7), ("{a}{:} {u}", 3),
    ("{a}, {3} {u}", 2), ("{a}, {4} {u}", 0.6), ("{a} – {u}", 2.6), ("{a} — {u}", 0.7), ("{a} - {u}", 0.5),
    ("{a} {5}{:} {u}", 0.5), ("{a} {6} {u}", 0.4),
)  # fmt: skip
"""Where the address stood and how often that is met; {a} are the words, {u} the address, a number a cue."""
NAKED, EMPTIED = 0.6, 0.97
"""Shares: below the first an address fell out, below the second the words went too, and the rest is hollow."""
_TOUCHING = 0.85
"""How often what touched the address went with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post of a corpus."""

    url: str
    title: str
    date: str
    author: str
    lang: str
    markdown: str


def posts_of(file: Path) -> list[Post]:
    """Return the posts of an author. Their `author` is the file's name: what is held out is held out by file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Post(
            url=row["url"],
            title=row["title"],
            date=row["date"],
            author=file.name.partition(".")[0],
            lang=(row.get("lang") or "en").split("-")[0].lower(),
            markdown=row["markdown"].replace("\r", ""),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotted:
    """A text without some of its links."""

    text: str
    lost: tuple[tuple[int, str], ...]
    """Where each link was, as an offset, and how it was lost: naked, emptied or hollow."""


def rotted(post: Post, turn: int, share: float) -> Rotted:
    """Take about `share` of the links of a post away, in another way for each turn.

    In odd turns the words of all other links stay without their addresses, as in a dump.
    """
    source, out, lost = post.markdown, Pieces(), []
    at = 0
    for number, link in enumerate(LINK.finditer(source)):
        if link.start() < at or "`" in link[1]:
            continue
        draw = Random(int.from_bytes(sha256(f"{post.url}|{turn}#{number}".encode()).digest()[:6], "big"))  # noqa: S311
        out.put(source[at : link.start()])
        at = link.end()
        if draw.random() > share:
            out.put(link[1] if turn % 2 else link[0])
            continue
        kind, at = _lose(out, source, link, post.lang, draw)
        if draw.random() < 0.5 and source[at : at + 1] == " " and out.last == " ":
            at += 1
        lost.append((out.size, kind))
    out.put(source[at:])
    return Rotted(text="".join(out.pieces), lost=tuple(lost))


class Pieces:
    """A text as it grows."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.size = 0
        self.last = ""
        """The last character."""

    def put(self, piece: str) -> None:
        """Add a piece."""
        if piece:
            self.pieces.append(piece)
            self.size += len(piece)
            self.last = piece[-1]


def _lose(out: Pieces, source: str, link: re.Match[str], lang: str, draw: Random) -> tuple[str, int]:
    """Put what is left of a link; return how it was lost, and where the source goes on."""
    pick = draw.random()
    if pick >= EMPTIED:
        out.put(f"[{link[1]}]()")
        return "hollow", link.end()
    if pick >= NAKED:
        return "emptied", link.end()
    styles, weights = zip(*_STYLES, strict=True)
    style = draw.choices(styles, weights)[0].partition("{u}")[0]
    colon = " :" if lang == "fr" else "：" if lang in ("zh", "ja") else ":"
    style = style.replace("{:}", colon)
    if lang in ("zh", "ja"):
        style = style.replace(" (", "（").replace(", ", "，" if lang == "zh" else "、")
    for index, cue in enumerate(CUES[lang]):
        style = style.replace(f"{{{index}}}", cue)
    out.put(style.replace("{a}", link[1]).rstrip())
    touching = re.compile(r"\S*").match(source, link.end())
    gone = touching.end() if touching and draw.random() < _TOUCHING and lang not in ("zh", "ja") else link.end()
    return "naked", gone


def corpora(folder: Path, lang: str) -> Iterator[Path]:
    """Yield the files of a language."""
    yield from sorted(folder.glob(f"*-{lang}.jsonl.gz"))
