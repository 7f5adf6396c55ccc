"""What an archive is called in `--archive` and in footlight.toml, and opening it: a row for each kind.

PATH                            a .warc, .warc.gz or .wacz file, or a folder of them
wayback                         the Wayback Machine of the Internet Archive
wayback+http://HOST             what speaks as it does
pywb+http://HOST/COLLECTION     a collection of a pywb
memento+http://HOST/…           a TimeGate (RFC 7089), up to where the address is put
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
from footlight.links.archives.memento import Memento
from footlight.links.archives.pywb import Pywb
from footlight.links.archives.wayback import MACHINE, Wayback
from footlight.suggestions import did_you_mean

_OPENERS: dict[str, Callable[[Transport, str, str], Archive]] = {
    "wayback": lambda transport, name, root: Wayback(transport, name=name, root=root),
    "pywb": lambda transport, name, root: Pywb(transport, name=name, root=root),
    "memento": lambda transport, name, root: Memento(transport, name=name, root=root),
}
_FORM = re.compile(r"([a-z]+)(?:\+(https?:.*))?", re.IGNORECASE | re.DOTALL)
_HINT = (
    "Give a .warc, .warc.gz or .wacz file or a folder of them, wayback, wayback+http://HOST, "
    "pywb+http://HOST/COLLECTION, or memento+http://HOST/…"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """An archive as it is named."""

    name: str
    """How the ledger calls it."""
    path: Path | None = None
    """Of one on this machine."""
    kind: str = ""
    root: str = ""

    def opened(self, transport: Transport) -> Archive:
        """An archive behind a network, asked through `transport`."""
        return _OPENERS[self.kind](transport, self.name, self.root)

    @property
    def place(self) -> str:
        """`HOST:PORT` of one behind a network, which the user named and so may be on this machine."""
        return host_and_port(self.root)

    @property
    def own(self) -> bool:
        """Whether it is the user's own: on this machine, and not one that speaks as Wayback, whose manners hold
        wherever it is.
        """
        host = urlsplit(self.root).hostname or ""
        try:
            return self.kind != "wayback" and (host == "localhost" or ip_address(host).is_loopback)
        except ValueError:
            return False


def archive_spec(text: str, cwd: Path) -> Spec:
    """The archive that a specification names. Raises UsageError for one that is not there, or is none."""
    path = (cwd / text).resolve()
    if path.exists():
        return Spec(name=path.name, path=path)
    found = _FORM.fullmatch(text)
    kind, root = (found[1].lower(), found[2] or "") if found else ("", "")
    if kind == "wayback" and not root and text.lower() == "wayback":
        return Spec(name="wayback", kind="wayback", root=MACHINE)
    if not root:
        nearest = did_you_mean(kind, _OPENERS) if kind and "+" not in text else ""
        raise UsageError(f"no archive {text}" + (f"; {nearest}" if nearest else ""), hint=_HINT)
    if kind not in _OPENERS:
        nearest = did_you_mean(kind, _OPENERS) or f"there are {', '.join(_OPENERS)}"
        raise UsageError(f"'{text}' is of no known kind of archive; {nearest}", hint=_HINT)
    return Spec(name=_checked(text, root), kind=kind, root=root)


def _checked(text: str, root: str) -> str:
    try:
        parts = urlsplit(root)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise UsageError(f"'{text}' holds no address", hint=_HINT) from None
    if not usable or re.search(r"[\s\x00-\x1f]", root):
        raise UsageError(f"'{text}' names no host", hint=_HINT)
    if "@" in parts.netloc:
        raise UsageError("an archive's address with a name or a password is not asked", hint="Leave them out.")
    return text
