"""Who may ask this server: by which name it was called, with which token, and from which page a decision comes.

- A request must name this machine (`Host`). So a web page elsewhere, whose name was made to lead here (DNS rebinding),
  reads nothing: its name is none of ours. A literal address is: nobody can make one lead to another place.
- A server that others can reach asks for a token. Browsers take it from the address that the terminal shows, and keep
  it as a cookie; e-readers give it as a password (RFC 7617).
- What changes something comes from a page of this server: its `Origin` is the server's own, and it knows a secret that
  only pages of this server are given.
"""

import base64
import binascii
import hmac
import ipaddress
import re
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

LOCAL = ("127.0.0.1", "::1", "localhost")
COOKIE = "footlight-token"
_HOST = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[^:\[\]]+))(?::[0-9]*)?")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without those that look like another one: the token is typed on e-readers."""
_LENGTH = 20
"""5 bits each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may ask."""

    names: tuple[str, ...] = LOCAL
    """What the server may be called, in small letters."""
    addresses: bool = False
    """Whether any literal address will do, because the machine has several; else only those of loopback."""
    token: str = ""
    """Asked of everybody; empty where only this machine can connect."""
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """Sent with what changes something."""

    def knows(self, host: str) -> bool:
        """Whether a `Host` field names this machine."""
        name = _without_port(host.strip().lower())
        if name in self.names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.addresses or address.is_loopback

    def admits(self, headers: Mapping[str, str], given: str = "") -> bool:
        """Whether a request brings the token, where one is asked for: `given` in its address, else in its headers."""
        if not self.token:
            return True
        return any(hmac.compare_digest(one.encode(), self.token.encode()) for one in (given, *_tokens(headers)))

    def is_ours(self, headers: Mapping[str, str]) -> bool:
        """Whether a request that changes something comes from a page of this server."""
        origin, host = headers.get("origin", ""), headers.get("host", "")
        said = headers.get("x-footlight-secret", "")
        return origin.partition("://")[2] == host != "" and hmac.compare_digest(said.encode(), self.secret.encode())


def access_for(host: str) -> Access:
    """The access to a server that listens at an address: whoever is not on this machine needs a token."""
    if is_local(host):
        return Access()
    own = socket.gethostname().lower()
    names = (*LOCAL, host.lower(), own, f"{own.partition('.')[0]}.local")
    token = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return Access(names=names, addresses=True, token=token)


def is_local(host: str) -> bool:
    """Whether only this machine can connect to an address."""
    try:
        return host in LOCAL or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _without_port(host: str) -> str:
    match = _HOST.fullmatch(host)
    return (match["v6"] or match["name"]) if match else ""


def _tokens(headers: Mapping[str, str]) -> tuple[str, ...]:
    """The tokens in a cookie and in a password."""
    found = []
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        cookie = None
    if cookie:
        found.append(cookie.value)
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            found.append(base64.b64decode(value.strip(), validate=True).decode("utf-8").partition(":")[2])
        except (binascii.Error, UnicodeDecodeError):
            return tuple(found)
    return tuple(found)
