"""The middleware stack."""

from starlette.applications import Starlette

from service.access.keys import KeyStore
from service.settings import Settings
from service.web.middleware.audit import Audit
from service.web.middleware.authorization import Authorization, Identification
from service.web.middleware.body_limit import BodyLimit, BodyLimits
from service.web.middleware.concurrency import ConcurrencyLimit
from service.web.middleware.headers import SecurityHeaders
from service.web.middleware.observation import CountResponse, Observation
from service.web.middleware.origins import allow_origins
from service.web.middleware.rate_limit import RateLimit
from service.web.middleware.request_ids import RequestIds
from service.web.middleware.shutdown import Shutdown
from service.web.middleware.trusted_hosts import TrustedHosts

_BESIDES_MODEL_SECONDS = 60  # for a question, in addition to the language model's timeout


def _count_nothing(_method: str, _route: str, _status: int) -> None:
    """Count no response: only the HTTP API has metrics."""


def add_middleware(
    app: Starlette, settings: Settings, count: CountResponse = _count_nothing
) -> None:
    """Add all middleware, the innermost first; ``count`` is told of each response.

    No body is read before its client is authorized, and only uploads hold a concurrency slot while
    their body arrives.
    """
    seconds = settings.llm_timeout + _BESIDES_MODEL_SECONDS
    app.add_middleware(ConcurrencyLimit, at_once=settings.concurrency, seconds=seconds)
    app.add_middleware(BodyLimit, limits=BodyLimits(settings.upload_bytes))
    if settings.asks_for_keys:
        app.add_middleware(Authorization)
    if settings.request_rate:
        app.add_middleware(RateLimit, rate=settings.request_rate)
    if settings.asks_for_keys:
        app.add_middleware(Identification, keys=KeyStore(settings.library_path))
    allow_origins(app, settings.allowed_origins)
    app.add_middleware(TrustedHosts, settings=settings)
    app.add_middleware(Audit)
    app.add_middleware(Shutdown)
    app.add_middleware(Observation, count=count)
    app.add_middleware(RequestIds)
    app.add_middleware(SecurityHeaders, embedders=settings.embedding_origins)
