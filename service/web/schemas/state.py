"""The JSON of the server's state."""

from typing import Literal

from pydantic import BaseModel, Field

from service.access.keys import Role
from service.workspace.workspace import Rebuilding


class RebuildingOut(BaseModel):
    """Progress of rebuilding the index for new settings; until then the old one answers."""

    done: int = Field(description="Passages indexed so far.", examples=[4096])
    total: int = Field(description="Total number of passages.", examples=[163604])

    @classmethod
    def of(cls, rebuilding: Rebuilding) -> "RebuildingOut":
        """Convert."""
        return cls(done=rebuilding.done, total=rebuilding.total)


class InfoReply(BaseModel):
    """The server and its collection."""

    name: str = Field(description="Always wenbao.")
    version: str = Field(description="Version of the server.")
    articles: int = Field(description="Number of articles.")
    passages: int = Field(description="Number of passages.")
    encoder: str = Field(description="Encoder in use.")
    language_model: str | None = Field(
        description="Language model that can write answers; null if none is configured.",
        examples=["qwen2.5:7b"],
    )
    index_revision: int = Field(description="Revision of the library that is searched.")
    former_index: bool = Field(description="Whether there is an index to roll back to.")
    role: Role = Field(description="Role of the API key; editor if no key is required.")
    rebuilding: RebuildingOut | None = Field(
        description="Progress of rebuilding the index; null if none is under way."
    )
    examples: list[str] = Field(description="Questions that the collection can answer.")


class StateReply(BaseModel):
    """Whether the server is up."""

    status: Literal["ok"] = Field(description="Always ok.")
