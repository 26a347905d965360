"""The JSON of what the server is and holds."""

from typing import Literal

from pydantic import BaseModel, Field

from service.access.keys import Role
from service.workspace.workspace import Rebuilding


class RebuildingOut(BaseModel):
    """How far the index for new settings is; the former one answers meanwhile."""

    done: int = Field(description="Passages that are indexed.", examples=[4096])
    total: int = Field(description="Passages in all.", examples=[163604])

    @classmethod
    def of(cls, rebuilding: Rebuilding) -> "RebuildingOut":
        """Convert."""
        return cls(done=rebuilding.done, total=rebuilding.total)


class InfoReply(BaseModel):
    """What this server is and holds."""

    name: str = Field(description="Always wenbao.")
    version: str = Field(description="Of this server.")
    articles: int = Field(description="How many it holds.")
    passages: int = Field(description="How many it searches.")
    encoder: str = Field(description="The one that answers now.")
    language_model: str | None = Field(
        description="The one that may write answers.", examples=["qwen2.5:7b"]
    )
    index_revision: int = Field(
        description="The revision of the library that answers are drawn from."
    )
    former_index: bool = Field(description="Whether there is an index to roll back to.")
    role: Role = Field(description="What the key allows; editor where no key is asked for.")
    rebuilding: RebuildingOut | None = Field(description="Null while nothing is being rebuilt.")
    examples: list[str] = Field(description="Questions that the collection can answer.")


class StateReply(BaseModel):
    """Whether the server is up."""

    status: Literal["ok"] = Field(description="ok: it is.")
