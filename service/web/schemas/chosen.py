"""The JSON of what a question was asked with."""

from dataclasses import asdict

from pydantic import BaseModel, Field

from service.conversations.choices import Choices
from service.language_model import Mode
from service.strictness import Strictness
from service.web.schemas.filters import FiltersIn


class Chosen(BaseModel):
    """What a question was asked with."""

    filters: FiltersIn = Field(description="The articles that it was limited to.")
    strictness: Strictness | None = Field(
        description="How confident the answer had to be; null means the server's setting."
    )
    mode: Mode = Field(description="How it was to be answered.")

    @classmethod
    def of(cls, choices: Choices) -> "Chosen":
        """Convert."""
        filters = FiltersIn.model_validate(asdict(choices.filters))
        return cls(filters=filters, strictness=choices.strictness, mode=choices.mode)
