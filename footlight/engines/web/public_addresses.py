"""Which network addresses may be connected to: those of the public internet, whatever form they come in.

The registries are IANA's of special-purpose addresses (RFC 6890), as Python's `ipaddress` has them. An IPv6 address
that carries an IPv4 one (mapped, 6to4, Teredo, NAT64) is judged by what it carries as well.
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Place = tuple[str, int]
"""A numeric address and a port."""
Resolve = Callable[[str, int], list[Place]]
"""Where a host's port is to be reached. Raises `socket.gaierror` as the system does."""

_NAT64 = ip_network("64:ff9b::/96")


def resolved(host: str, port: int) -> list[Place]:
    """The addresses that the system's name service gives, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(address[0]), port) for *_, address in found))


def public(address: str) -> bool:
    """Whether a numeric address is one of the public internet."""
    try:
        number = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _carried(number))


def _carried(number: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address and those inside it; the mapped form stands for what it carries alone."""
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
