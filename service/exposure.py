"""Who can reach the server, by the address it listens on, and whether it asks for keys."""

from enum import StrEnum
from ipaddress import ip_address


class Auth(StrEnum):
    """Whether API keys are asked for; auto: as soon as other machines can reach the server."""

    AUTO = "auto"
    REQUIRED = "required"
    OFF = "off"


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches what listens on ``host``."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
