"""Archives by the names that `--archive` and footlight.toml give them.

A path names a .warc, .warc.gz, .wacz, .arc or .arc.gz file, a folder of them, or a blog's own export or folder of posts
(`workflows.links.export_archives`). Any other archive is of one of
`KINDS`, written as `KIND+ADDRESS`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from footlight.engines.web.messages import Transport
from footlight.engines.web.url import host_and_port
from footlight.errors import UsageError
from footlight.links.archives.archive import Archive
from footlight.links.archives.common_crawl import COMMON_CRAWL, CommonCrawl
from footlight.links.archives.memento import Memento
from footlight.links.archives.pywb import Pywb
from footlight.links.archives.wayback import WAYBACK_MACHINE, Wayback
from footlight.real_path import real_path
from footlight.textmatch.suggestions import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveKind:
    """A kind of archive on the network."""

    name: str
    """What stands before the `+`."""
    address: str
    """The form of what stands behind it, for hints."""
    open: Callable[[Transport, str, str], Archive]
    """The archive with a transport, a name for the ledger and a root address."""
    default_root: str = ""
    """Where it is when the name stands alone, without an address."""
    limited_on_loopback: bool = False
    """Whether rate limits hold even for one on this machine, which is otherwise the user's own."""


KINDS = (
    ArchiveKind(
        name="wayback",
        address="http://HOST",
        open=Wayback,
        default_root=WAYBACK_MACHINE,
        limited_on_loopback=True,  # such as a proxy of the Wayback Machine, whose limits it must keep
    ),
    ArchiveKind(
        name="pywb",
        address="http://HOST/COLLECTION",
        open=Pywb,
    ),
    ArchiveKind(
        name="memento",
        address="http://HOST/…",
        open=Memento,
    ),
    ArchiveKind(
        name="commoncrawl",
        address="http://HOST/CRAWL",
        open=CommonCrawl,
        default_root=COMMON_CRAWL,
    ),
)
_DOORS = {
    "archive.today": "https://archive.today/timegate",
    "perma.cc": "https://perma.cc/timegate",
}
"""Archives that have a TimeGate (RFC 7089), by the names under which people know them."""
_BY_NAME = {kind.name: kind for kind in KINDS}
_FORM = re.compile(r"([a-z]+)(?:\+(https?:.*))?", re.IGNORECASE | re.DOTALL)


def forms() -> tuple[str, ...]:
    """How archives on the network are named, a form for each: `wayback`, `wayback+http://HOST` and so on."""
    alone = (*(kind.name for kind in KINDS if kind.default_root), *_DOORS)
    return (*alone, *(f"{kind.name}+{kind.address}" for kind in KINDS))


_HINT = f"Give a .warc, .wacz or .arc file, a folder of them, a blog's export, or one of {', '.join(forms())}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSpec:
    """An archive that was named."""

    name: str
    """How the ledger calls it."""
    path: Path | None = None
    """Of one on this machine."""
    kind: str = ""
    """Of one on the network: the name of one of `KINDS`."""
    root: str = ""
    """Its address."""

    def open(self, transport: Transport) -> Archive:
        """Open an archive on the network."""
        return _BY_NAME[self.kind].open(transport, self.name, self.root)

    @property
    def host(self) -> str:
        """`HOST:PORT` of one on the network. The user named it, so it may be on this machine."""
        return host_and_port(self.root)

    @property
    def is_own(self) -> bool:
        """Whether it is the user's own, which needs no rate limit: on this machine, and not of a kind that is limited
        even there.
        """
        host = urlsplit(self.root).hostname or ""
        try:
            on_loopback = host == "localhost" or ip_address(host).is_loopback
        except ValueError:
            return False
        return on_loopback and not _BY_NAME[self.kind].limited_on_loopback


def parse_archive_spec(text: str, cwd: Path) -> ArchiveSpec:
    """The archive that a text names. Raises UsageError where there is no such archive."""
    path = real_path(cwd / text)
    if path.exists():
        return ArchiveSpec(name=path.name, path=path)
    if text.lower() in _DOORS:
        return ArchiveSpec(name=text.lower(), kind="memento", root=_DOORS[text.lower()])
    found = _FORM.fullmatch(text)
    name, root = (found[1].lower(), found[2] or "") if found else ("", "")
    kind = _BY_NAME.get(name)
    if kind and not root and kind.default_root:
        return ArchiveSpec(name=name, kind=name, root=kind.default_root)
    if not root:
        nearest = did_you_mean(name, _BY_NAME) if name and "+" not in text else ""
        raise UsageError(f"no archive {text}" + (f"; {nearest}" if nearest else ""), hint=_HINT)
    if not kind:
        nearest = did_you_mean(name, _BY_NAME) or f"there are {', '.join(_BY_NAME)}"
        raise UsageError(f"'{text}' is of no known kind of archive; {nearest}", hint=_HINT)
    _check_root(text, root)
    return ArchiveSpec(name=text, kind=name, root=root)


def _check_root(text: str, root: str) -> None:
    try:
        parts = urlsplit(root)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise UsageError(f"'{text}' holds no address", hint=_HINT) from None
    if not usable or re.search(r"[\s\x00-\x1f]", root):
        raise UsageError(f"'{text}' names no host", hint=_HINT)
    if "@" in parts.netloc:
        raise UsageError(
            "an archive's address with a user name or a password in it is not asked", hint="Leave them out."
        )
