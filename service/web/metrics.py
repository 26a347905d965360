"""Prometheus metrics of the server."""

import logging
import shutil
from collections.abc import Iterator

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric

from service.answers.answer import Answer, Reason
from service.ingestion.deepening import Deepening
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import JobKind, JobState
from service.ingestion.job_store import JobStore
from service.logs import describe
from service.settings import Switch
from service.workspace.workspace import Workspace

MEDIA_TYPE = CONTENT_TYPE_LATEST
_ANSWERED = "answered"
_log = logging.getLogger(__name__)
# Quotes take milliseconds, a language model up to WENBAO_LLM_TIMEOUT.
_SECONDS = (0.005, 0.01, 0.02, 0.035, 0.06, 0.1, 0.25, 1, 5, 20, 60, 120)
# They would add an unneeded series to each metric.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """The metrics of one server, in their own registry. Thread-safe."""

    def __init__(self, ingestion: Ingestion) -> None:
        workspace = ingestion.workspace
        self._logs_questions = workspace.settings.log_questions is Switch.ON
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "wenbao_questions",
            "Questions asked over HTTP, by outcome.",
            ["outcome"],
            registry=self._registry,
        )
        for outcome in (_ANSWERED, *Reason):
            self._questions.labels(outcome)
        self._seconds = Histogram(
            "wenbao_ask_duration_seconds",
            "Time from a question to its whole answer.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._dropped = Counter(
            "wenbao_quotes_dropped",
            "Ranges (quotes, short answers, highlights, sources, mentions) withheld because the "
            "stored articles do not contain them.",
            registry=self._registry,
        )
        self._responses = Counter(
            "wenbao_responses",
            "Responses, by method, route and status.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._add_gauges(workspace)
        self._registry.register(_DeepeningGauges(ingestion.deepening))
        self._registry.register(_JobCounts(ingestion.jobs))

    def _add_gauges(self, workspace: Workspace) -> None:
        """Add what is measured at each scrape."""
        free = Gauge(
            "wenbao_disk_free_bytes",
            "Room on the disk of the data folder.",
            registry=self._registry,
        )
        free.set_function(lambda: shutil.disk_usage(workspace.settings.data).free)
        size = Gauge("wenbao_library_bytes", "Size of the library file.", registry=self._registry)
        size.set_function(lambda: workspace.settings.library_path.stat().st_size)
        passages = Gauge("wenbao_index_passages", "Passages in the index.", registry=self._registry)
        passages.set_function(lambda: len(workspace.snapshot().index.lexical))
        revision = Gauge(
            "wenbao_library_revision", "Changes accepted so far.", registry=self._registry
        )
        revision.set_function(lambda: workspace.library.revision)
        changed = Gauge(
            "wenbao_documents_changed_timestamp_seconds",
            "When an article was last added or replaced, in seconds since 1970.",
            registry=self._registry,
        )
        changed.set_function(lambda: workspace.library.articles.changed_at)

    def count_question(self, answer: Answer, seconds: float) -> None:
        """Count and log a question that was answered or declined after ``seconds``."""
        self._questions.labels(answer.reason or _ANSWERED).inc()
        self._seconds.observe(seconds)
        self._dropped.inc(answer.dropped)
        outcome = answer.reason or _ANSWERED
        _log.info(
            "question %s",
            outcome,
            extra=describe(
                outcome=outcome,
                confidence=answer.confidence,
                milliseconds=round(1000 * seconds),
                **({"question": answer.question} if self._logs_questions else {}),
            ),
        )

    def count_response(self, method: str, route: str, status: int) -> None:
        """Count a response; ``route`` is the template of its path."""
        self._responses.labels(method, route, status).inc()

    def render(self) -> bytes:
        """Return all metrics in Prometheus text format."""
        return generate_latest(self._registry)


class _DeepeningGauges:
    """Measures at each scrape how far the transformer is."""

    def __init__(self, deepening: Deepening) -> None:
        self._deepening = deepening

    def collect(self) -> Iterator[Metric]:
        """Yield nothing if the transformer is switched off."""
        progress = self._deepening.progress()
        if progress is None:
            return
        yield GaugeMetricFamily(
            "wenbao_deepening_passages", "Passages to encode with the transformer.", progress.total
        )
        yield GaugeMetricFamily(
            "wenbao_deepening_passages_done",
            "Those of them that are encoded already.",
            progress.done,
        )
        yield GaugeMetricFamily(
            "wenbao_deepening_passages_per_second",
            "Passages that this server encodes per second; 0 while it encodes none.",
            progress.per_second or 0,
        )


class _JobCounts:
    """Counts the stored jobs at each scrape."""

    def __init__(self, jobs: JobStore) -> None:
        self._jobs = jobs

    def collect(self) -> Iterator[Metric]:
        """Yield a series for each kind and state."""
        counts = self._jobs.counts()
        help_text = "Stored jobs, by kind and state."
        family = GaugeMetricFamily("wenbao_jobs", help_text, labels=["kind", "state"])
        for kind in JobKind:
            for state in JobState:
                family.add_metric([kind, state], counts.get((kind, state), 0))
        yield family
