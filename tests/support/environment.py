"""The environment of the processes that tests start."""

import os


def environment(**settings: str) -> dict[str, str]:
    """Return this process's environment with ``settings`` as its only ``WENBAO_`` variables.

    The transformer is off unless a test sets ``WENBAO_MEANING="on"`` or names another one: encoding
    in the background would slow down all the others.
    """
    switch = {} if "WENBAO_ENCODER" in settings else {"WENBAO_MEANING": "off"}
    settings = switch | settings
    others = {name: value for name, value in os.environ.items() if not name.startswith("WENBAO_")}
    return others | {"PYTHONIOENCODING": "utf-8"} | settings
