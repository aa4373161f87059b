"""Which network addresses outbound calls may reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_CARRIER_NAT = IPv4Network("100.64.0.0/10")
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_SIX_TO_FOUR = IPv6Network("2002::/16")
_TEREDO = IPv6Network("2001::/32")


@dataclass(frozen=True, slots=True)
class AddressRules:
    """What is denied and what is excepted; `allow_loopback` is for servers that only this machine reaches."""

    deny_special: bool = True
    denied: tuple[Network, ...] = ()
    allowed: tuple[Network, ...] = ()
    allow_loopback: bool = False


def parsed_address(text: str) -> Address:
    """The address of a resolver's answer, without the zone that link-local answers carry; refuses other text."""
    return ip_address(text.partition("%")[0])


def refusal(address: Address, rules: AddressRules) -> str | None:
    """The rule that forbids an address, or None when it may be called.

    An IPv4 address mapped into IPv6 is judged as itself. Translated forms are refused even where the address inside
    is excepted: who translates it, and to what, is unknown.
    """
    if isinstance(address, IPv6Address):
        if any(address in network for network in (*_NAT64, _SIX_TO_FOUR, _TEREDO)) and rules.deny_special:
            return "translated addresses are denied"
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
    if _within(address, rules.allowed) or (rules.allow_loopback and address.is_loopback):
        return None
    if _within(address, rules.denied):
        return "the address is in a denied subnet"
    return _special(address) if rules.deny_special else None


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _special(address: Address) -> str | None:
    kinds = (
        (address.is_unspecified, "the unspecified address is denied"),
        (address.is_loopback, "loopback addresses are denied"),
        (address.is_link_local, "link-local addresses are denied"),
        (address.is_multicast, "multicast addresses are denied"),
        (address.version == 4 and address in _CARRIER_NAT, "carrier NAT addresses are denied"),
        (address.version == 6 and address.is_site_local, "site-local addresses are denied"),
        (address.is_private, "private addresses are denied"),
        (address.is_reserved, "reserved addresses are denied"),
        (not address.is_global, "addresses that are not global are denied"),
    )
    return next((words for holds, words in kinds if holds), None)
