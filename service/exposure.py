"""Who can reach the server at the address it listens on, and whether it requires keys."""

from enum import StrEnum
from ipaddress import ip_address


class Auth(StrEnum):
    """Whether API keys are required; auto: only if other machines can reach the server."""

    AUTO = "auto"
    REQUIRED = "required"
    OFF = "off"


def is_loopback(host: str) -> bool:
    """Return whether a server that listens on ``host`` is reachable from this machine only."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
