"""All settings, read from the environment: the only place that does."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from embeddings.encoder import DEFAULT_ENCODER
from embeddings.errors import WenbaoError
from embeddings.passages import PassageSettings
from service.strictness import Strictness

BUNDLED_COLLECTION = Path(__file__).parent.parent / "seeds"


class Settings(BaseSettings):
    """Settings with their defaults; each is ``WENBAO_<NAME>`` in the environment."""

    model_config = SettingsConfigDict(env_prefix="WENBAO_", extra="ignore")

    data: Path = Field(Path("data"), description="Folder of the library and its index.")
    collection: Path = Field(
        BUNDLED_COLLECTION,
        description="File or folder that is indexed on the first start of an empty library.",
    )
    host: str = Field("127.0.0.1", description="Address that the server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that the server listens on.")
    encoder: str = Field(
        str(DEFAULT_ENCODER),
        description="sentence-transformers model: a folder, or a name on its hub (downloaded).",
    )
    reranker: str | None = Field(
        None,
        description="Cross-encoder that reads the first hits again: a folder, or a hub name.",
    )
    strictness: Strictness = Field(
        Strictness.BALANCED,
        description="How sure an answer must be: strict, balanced or lenient.",
    )
    user_words: Path | None = Field(
        None, description="UTF-8 list of words that segmentation must keep whole, one a line."
    )
    conversation_days: int = Field(
        30, ge=0, description="Days after its last turn that a conversation is kept; 0 keeps none."
    )
    passage_minimum: int = Field(150, ge=1, description="Characters below which paragraphs join.")
    passage_maximum: int = Field(300, ge=20, le=2000, description="Longest passage in characters.")
    passage_overlap: int = Field(60, ge=0, description="Characters repeated between passages.")

    @model_validator(mode="after")
    def _check_passages(self) -> Self:
        _ = self.passages
        return self

    @classmethod
    def load(cls, **given: str | int | Path | None) -> "Settings":
        """Read the environment; what is ``given`` and not None overrules it.

        Raises:
            WenbaoError: one sentence that names each bad setting, what it must be and what came.
        """
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type] # pydantic checks them
        except ValidationError as error:
            raise WenbaoError("; ".join(map(_sentence, error.errors()))) from error

    @property
    def passages(self) -> PassageSettings:
        """The passage settings as the splitter takes them."""
        return PassageSettings(self.passage_minimum, self.passage_maximum, self.passage_overlap)

    @property
    def library_path(self) -> Path:
        """The SQLite file."""
        return self.data / "library.sqlite3"

    @property
    def index_folder(self) -> Path:
        """The folder of the index."""
        return self.data / "index"


def _sentence(error: Mapping[str, Any]) -> str:
    name = "_".join(str(part).upper() for part in ("wenbao", *error["loc"]))
    if not error["loc"]:
        names = "WENBAO_PASSAGE_MINIMUM, WENBAO_PASSAGE_MAXIMUM and WENBAO_PASSAGE_OVERLAP"
        return f"{names} do not go together: {error['ctx']['error']}"
    return f"{name} is {error['input']!r}: {error['msg']}"
