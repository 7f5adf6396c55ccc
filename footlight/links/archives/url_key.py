"""The urlkey under which an archive's index sorts an address: SURT, "sort-friendly URI reordering transform".

Its form is that of Wayback's CDX (https://github.com/internetarchive/surt, tested against its documented examples): the
host's labels reversed and joined by commas, then `)`, then the path and the sorted query in lower case; without scheme,
`www.`, default port, user, session ids and fragment. Only the transforms that matter for pages are implemented. Keys
are for comparing; an address is requested as it was written.
"""

import re
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit

from footlight.engines.web.url import DEFAULT_PORTS, ascii_host

_SESSION = re.compile(
    r"(?:(?<=[?&])|(?<=;))(?:jsessionid|phpsessid|sid|aspsessionid[a-z]{8}|cfid|cftoken)=[0-9a-z.\-]+(?:&|$)",
)
_ASP_SESSION = re.compile(r"\(s\([0-9a-z]{24}\)\)/")
_PATH_SESSION = re.compile(r";jsessionid=[0-9a-z.\-]{8,}")
_WWW = re.compile(r"^www\d*\.")
_UNSAFE = re.compile(rb"[^!-\"$&-~]")


def urlkey(url: str) -> str:
    """The SURT of an address, `org,example)/2009/03/report`; of what is no address, the text in lower case."""
    parts = _split(url)
    if parts is None:
        return url.strip().lower()
    host, port = _host(parts), _port(parts)
    path = _escaped(_PATH_SESSION.sub("", parts.path.lower()))
    path = _ASP_SESSION.sub("", re.sub(r"/{2,}", "/", _resolved(path)))
    if len(path) > 1:
        path = path.removesuffix("/")
    query = "&".join(sorted(_SESSION.sub("", "?" + _escaped(parts.query.lower()))[1:].strip("&").split("&")))
    return f"{','.join(reversed(host.split('.')))}{port}){path or '/'}" + (f"?{query}" if query else "")


def loose_key(url: str) -> str:
    """A key that is the same for `/a`, `/a/`, `/a.html` and `/a/index.html`: for searches, never as evidence."""
    key = urlkey(url)
    head, mark, query = key.partition("?")
    head = re.sub(r"/(?:index|default)\.(?:html?|php|aspx?)$|\.(?:html?|php|aspx?)$|/index$", "", head).rstrip("/")
    return head + mark + query


def host_of(url: str) -> str:
    """The host without `www.`, in lower case; empty where the address has none."""
    parts = _split(url)
    return _host(parts) if parts else ""


def prefix_key(url: str) -> str:
    """The urlkey as the beginning of others: `org,example)/2009/` for `http://example.org/2009/`."""
    key = urlkey(url)
    return key + "/" if url.rstrip().endswith("/") and not key.endswith("/") else key


def _split(url: str) -> SplitResult | None:
    text = url.strip().replace("\t", "").replace("\n", "").replace("\r", "")
    try:
        parts = urlsplit(text if re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]*://", text) else "http://" + text)
        usable = parts.scheme.lower() in DEFAULT_PORTS and bool(parts.hostname)
    except ValueError:
        return None
    return parts if usable else None


def _host(parts: SplitResult) -> str:
    host = re.sub(r"\.{2,}", ".", (parts.hostname or "").strip("."))
    try:
        host = ascii_host(host)
    except ValueError:
        host = host.lower()
    return _WWW.sub("", host)


def _port(parts: SplitResult) -> str:
    try:
        port = parts.port
    except ValueError:
        port = None
    return "" if port is None or port == DEFAULT_PORTS[parts.scheme.lower()] else f":{port}"


def _escaped(text: str) -> str:
    """Percent-encoding in one form, so that `%7Ea` and `~a` are equal."""
    raw = text.encode("utf-8", "replace")
    for _ in range(5):  # surt unescapes until nothing changes; a bound keeps `%25252525…` cheap
        plain = unquote_to_bytes(raw)
        if plain == raw:
            break
        raw = plain
    return _UNSAFE.sub(lambda m: b"%%%02x" % m[0][0], raw.lower()).decode("ascii")


def _resolved(path: str) -> str:
    """The path without `.` and `..`."""
    kept: list[str] = []
    for piece in path.split("/"):
        if piece == "..":
            kept = kept[:-1] if len(kept) > 1 else kept
        elif piece != ".":
            kept.append(piece)
    return "/".join(kept)
