"""The JSON of the server's state."""

from typing import Literal

from pydantic import BaseModel, Field

from service.access.keys import Role
from service.ingestion.deepening import DeepeningProgress
from service.workspace.workspace import Rebuilding


class RebuildingOut(BaseModel):
    """Progress of rebuilding the index for new settings; until then the old one answers."""

    done: int = Field(description="Passages indexed so far.", examples=[4096])
    total: int = Field(description="Total number of passages.", examples=[163604])

    @classmethod
    def of(cls, rebuilding: Rebuilding) -> "RebuildingOut":
        """Convert."""
        return cls(done=rebuilding.done, total=rebuilding.total)


class DeepeningOut(BaseModel):
    """How many of the indexed passages the transformer has encoded; the others are found too."""

    done: int = Field(description="Passages encoded so far.", examples=[2560])
    total: int = Field(description="Passages in the index.", examples=[163604])
    per_second: float | None = Field(
        description="Passages that this server encodes per second; null while it encodes none.",
        examples=[24.87],
    )
    eta_s: float | None = Field(
        description="Estimated seconds left; null while unknown.", examples=[6475.4]
    )

    @classmethod
    def of(cls, progress: DeepeningProgress) -> "DeepeningOut":
        """Convert."""
        return cls(
            done=progress.done,
            total=progress.total,
            per_second=None if progress.per_second is None else round(progress.per_second, 2),
            eta_s=None if progress.eta is None else round(progress.eta, 1),
        )


class InfoReply(BaseModel):
    """The server and its collection."""

    name: str = Field(description="Always wenbao.")
    version: str = Field(description="Version of the server.")
    articles: int = Field(description="Number of articles.")
    passages: int = Field(description="Number of passages.")
    encoder: str = Field(
        description="The transformer that finds passages by their meaning, or the static encoder "
        "if that is switched off.",
        examples=["wenbao-e5-zh"],
    )
    language_model: str | None = Field(
        description="Language model that can write answers; null if none is configured.",
        examples=["qwen2.5:7b"],
    )
    index_revision: int = Field(description="Revision of the library that is searched.")
    former_index: bool = Field(description="Whether there is an index to roll back to.")
    role: Role = Field(description="Role of the API key; editor if no key is required.")
    collections: list[str] = Field(
        description="The only collections that the API key is for; empty if it is for all.",
        examples=[["晚报"]],
    )
    upload_bytes: int = Field(
        description="How many bytes a file may have that is added.", examples=[100_000_000]
    )
    rebuilding: RebuildingOut | None = Field(
        description="Progress of rebuilding the index; null if none is under way."
    )
    deepening: DeepeningOut | None = Field(
        description="How far the transformer is; null if it is switched off."
    )
    examples: list[str] = Field(description="Questions that the collection can answer.")


class StateReply(BaseModel):
    """Whether the server is up."""

    status: Literal["ok"] = Field(description="Always ok.")
