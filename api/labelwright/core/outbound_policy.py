"""The operator's settings as the rules of outbound calls."""

from labelwright.core.addresses import AddressRules
from labelwright.core.outbound import OutboundPolicy
from labelwright.core.settings import Settings


def policy_of(settings: Settings, *, max_bytes: int) -> OutboundPolicy:
    """Rules for fetching files; what they refuse names the settings that open it."""
    return OutboundPolicy(
        addresses=AddressRules(
            deny_special=settings.use_default_banned_subnets,
            denied=settings.user_additional_banned_subnets,
            allowed=settings.ssrf_allowed_subnets,
        ),
        protect=settings.ssrf_protection_enabled,
        hint="; SSRF_ALLOWED_SUBNETS can allow it.",
        max_bytes=max_bytes,
    )
