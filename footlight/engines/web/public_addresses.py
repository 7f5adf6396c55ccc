"""Which network addresses may be connected to: those of the public internet, in whatever form they are written.

Python's `ipaddress` has IANA's registries of special-purpose addresses (RFC 6890). An IPv6 address that carries an IPv4
one (mapped, 6to4, Teredo, NAT64) is also judged by that one.
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Endpoint = tuple[str, int]
"""A numeric address and a port."""
Resolve = Callable[[str, int], list[Endpoint]]
"""From a host and a port to its endpoints. Raises `socket.gaierror` as the system does."""

_NAT64 = ip_network("64:ff9b::/96")


def resolve_host(host: str, port: int) -> list[Endpoint]:
    """Resolve a host with the system's name service; each address once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(address[0]), port) for *_, address in found))


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet."""
    try:
        number = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _carried(number))


def _carried(number: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address and those that it carries; a mapped one stands only for what it carries."""
    if isinstance(number, IPv4Address):
        return [number]
    if number.ipv4_mapped:
        return [number.ipv4_mapped]
    inside: list[IPv4Address | IPv6Address] = []
    if number in _NAT64:
        return [IPv4Address(int(number) & 0xFFFFFFFF)]
    if number.sixtofour:
        inside.append(number.sixtofour)
    if number.teredo:
        inside.extend(number.teredo)
    return [*inside, *([] if inside else [number])]
