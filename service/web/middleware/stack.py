"""What each request passes on its way to its route, from the outside in."""

from starlette.applications import Starlette

from service.access.keys import Keys
from service.settings import Settings
from service.web.middleware.authorization import Authorization, Identification
from service.web.middleware.body_limit import BodyLimit, Limits
from service.web.middleware.concurrency import Crowding
from service.web.middleware.headers import Headers
from service.web.middleware.origins import let_in
from service.web.middleware.rate_limit import RateLimit
from service.web.middleware.request_ids import RequestIds
from service.web.middleware.trusted_hosts import KnownHosts

_BESIDES_MODEL_SECONDS = 60  # that a question may take, besides what a language model may


def add_gates(app: Starlette, settings: Settings) -> None:
    """Add them, the innermost first.

    Nothing is read of a body before its sender may send it, and no place in the crowd is held while
    a body comes in, except by uploads.
    """
    seconds = settings.llm_timeout + _BESIDES_MODEL_SECONDS
    app.add_middleware(Crowding, at_once=settings.concurrency, seconds=seconds)
    app.add_middleware(BodyLimit, limits=Limits(settings.upload_bytes))
    if settings.asks_for_keys:
        app.add_middleware(Authorization)
    if settings.request_rate:
        app.add_middleware(RateLimit, rate=settings.request_rate)
    if settings.asks_for_keys:
        app.add_middleware(Identification, keys=Keys(settings.library_path))
    let_in(app, settings.allowed_origins)
    app.add_middleware(KnownHosts, settings=settings)
    app.add_middleware(RequestIds)
    app.add_middleware(Headers)
