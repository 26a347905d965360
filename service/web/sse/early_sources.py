"""Tell the sources of an answer before the answer is ready."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from service.answers.events import OnFound, Sources
from service.answers.hits import Source
from service.conversations.conversation_service import Asked


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that is being answered in another thread.

    Attributes:
        answering: the task that waits for the thread.
    """

    answering: asyncio.Task[Asked]
    _found: asyncio.Queue[Sources | None]
    _begun: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    def start(cls, ask: Callable[[OnFound], Asked]) -> "Asking":
        """Run ``ask`` in another thread."""
        loop = asyncio.get_running_loop()
        found: asyncio.Queue[Sources | None] = asyncio.Queue()

        def tell(sources: tuple[Source, ...]) -> None:
            loop.call_soon_threadsafe(asking._put, Sources(sources))

        answering = asyncio.create_task(asyncio.to_thread(ask, tell))
        asking = cls(answering, found)
        answering.add_done_callback(lambda _: asking._put(None))
        return asking

    def _put(self, sources: Sources | None) -> None:
        self._found.put_nowait(sources)
        self._begun.set()

    async def begin(self) -> None:
        """Wait until sources are found or the answer is ready; raise what has failed until then."""
        await self._begun.wait()
        if self.answering.done():
            self.answering.result()

    async def wait_for_sources(self) -> AsyncGenerator[Sources, None]:
        """Yield the sources that are found, until the answer is ready or fails."""
        while (sources := await self._found.get()) is not None:
            yield sources
