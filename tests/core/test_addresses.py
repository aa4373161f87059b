"""Which addresses may be called."""

from ipaddress import ip_address, ip_network

import pytest

from labelwright.core.addresses import AddressRules, parsed_address, refusal


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.127.255.254", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.9", "224.0.0.1",
        "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "0.0.0.1", "fe80::1", "fc00::1", "fd12::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:4136:e378::1", "2001:db8::1", "fec0::1",
    ],
)  # fmt: skip
def test_special_addresses_are_denied(address: str) -> None:
    assert refusal(ip_address(address), AddressRules()) is not None


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_global_addresses_may_be_called(address: str) -> None:
    assert refusal(ip_address(address), AddressRules()) is None


def test_exceptions_open_only_what_they_name() -> None:
    rules = AddressRules(allowed=(ip_network("10.0.0.0/24"),))
    assert refusal(ip_address("10.0.0.7"), rules) is None
    assert refusal(ip_address("::ffff:10.0.0.7"), rules) is None
    assert refusal(ip_address("10.0.1.7"), rules) is not None
    assert refusal(ip_address("64:ff9b::a00:7"), rules) == "translated addresses are denied"


def test_denied_subnets_are_denied_beside_the_special_ones() -> None:
    rules = AddressRules(deny_special=False, denied=(ip_network("8.8.8.0/24"),))
    assert refusal(ip_address("8.8.8.8"), rules) == "the address is in a denied subnet"
    assert refusal(ip_address("127.0.0.1"), rules) is None


def test_loopback_can_be_allowed_alone() -> None:
    rules = AddressRules(allow_loopback=True)
    assert refusal(ip_address("127.0.0.1"), rules) is None
    assert refusal(ip_address("::1"), rules) is None
    assert refusal(ip_address("10.0.0.1"), rules) == "private addresses are denied"


def test_a_zone_is_no_part_of_an_address() -> None:
    assert parsed_address("fe80::1%eth0") == ip_address("fe80::1")
