"""All settings, read from the environment: the only place that does."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from embeddings.encoding.encoder import DEFAULT_ENCODER
from embeddings.errors import WenbaoError
from embeddings.passages import PassageSettings
from service.exposure import Auth, is_loopback
from service.language_model import LanguageModel, completions_url
from service.strictness import Strictness

# What is never repeated in a message: an address may have a password in it.
_HIDDEN = ("WENBAO_LLM_KEY", "WENBAO_LLM_URL")
_DEFAULT_RATE = "120/minute"  # where other machines can reach the server
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
    watch: Path | None = Field(
        None, description="Folder whose files are added, read again and forgotten as they change."
    )
    strictness: Strictness = Field(
        Strictness.BALANCED,
        description="How sure an answer must be: strict, balanced or lenient.",
    )
    user_words: Path | None = Field(
        None, description="UTF-8 list of words that segmentation must keep whole, one a line."
    )
    upload_bytes: int = Field(
        100_000_000, ge=1, description="Largest file that may be uploaded, in bytes."
    )
    conversation_days: int = Field(
        30, ge=0, description="Days after its last turn that a conversation is kept; 0 keeps none."
    )
    passage_minimum: int = Field(150, ge=1, description="Characters below which paragraphs join.")
    passage_maximum: int = Field(300, ge=20, le=2000, description="Longest passage in characters.")
    passage_overlap: int = Field(60, ge=0, description="Characters repeated between passages.")

    auth: Auth = Field(
        Auth.AUTO,
        description="Whether API keys are asked for: auto (when bound to anything but loopback), "
        "required, or off.",
    )
    hosts: str = Field(
        "", description="Names that the server is reached by besides its address, by commas."
    )
    origins: str = Field(
        "",
        pattern=r"^(https?://[a-z0-9.\[\]:-]+(,|$))*$",
        description="Sites whose pages may use the API, such as https://example.org, by commas.",
    )
    rate: str = Field(
        "auto",
        pattern=r"^(auto|off|[1-9][0-9]{0,6}/(second|minute|hour|day))$",
        description="Requests of one key, or else one address; auto: off on loopback.",
    )
    concurrency: int = Field(
        16, ge=1, le=1000, description="Questions that are served at once; and as many uploads."
    )

    llm_url: str = Field(
        "",
        description="Base address of an OpenAI-compatible server, such as http://localhost:11434/v1.",
    )
    llm_model: str = Field("", description="What that server calls the model.")
    llm_key: SecretStr = Field(SecretStr(""), description="Key for that server, if it wants one.")
    llm_timeout: float = Field(
        120, gt=0, le=3600, description="Seconds that one generated answer may take."
    )

    @field_validator("llm_url")
    @classmethod
    def _check_llm_url(cls, url: str) -> str:
        parts = urlsplit(url)
        plain = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        clean = url.isascii() and url.isprintable() and not set("@?# ") & set(url)
        if url and not (plain and clean):
            raise ValueError(
                "it must be http(s)://host[:port][/path]; a key goes to WENBAO_LLM_KEY"
            )
        return url

    @field_validator("llm_key")
    @classmethod
    def _check_llm_key(cls, key: SecretStr) -> SecretStr:
        text = key.get_secret_value().strip()
        if not (text.isascii() and text.isprintable() and " " not in text):
            raise ValueError("it must be printable ASCII without spaces")
        return SecretStr(text)

    @field_validator("llm_model")
    @classmethod
    def _check_llm_model(cls, name: str, info: ValidationInfo) -> str:
        if info.data.get("llm_url") and not name:
            raise ValueError("with WENBAO_LLM_URL, the model's name must be given too")
        return name

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
    def exposed(self) -> bool:
        """Whether other machines can reach the server."""
        return not is_loopback(self.host)

    @property
    def asks_for_keys(self) -> bool:
        """Whether a request needs an API key."""
        return self.auth is Auth.REQUIRED or (self.auth is Auth.AUTO and self.exposed)

    @property
    def host_names(self) -> tuple[str, ...]:
        """The names that the server is reached by besides its address."""
        return tuple(name.strip().lower() for name in self.hosts.split(",") if name.strip())

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The sites whose pages may use the API."""
        return tuple(filter(None, self.origins.split(",")))

    @property
    def request_rate(self) -> str | None:
        """How many requests one asker may send, such as 120/minute; None for any number."""
        if self.rate == "auto":
            return _DEFAULT_RATE if self.exposed else None
        return None if self.rate == "off" else self.rate

    @property
    def language_model(self) -> LanguageModel | None:
        """The language model that may write answers, or None."""
        if not self.llm_url:
            return None
        key = self.llm_key.get_secret_value()
        return LanguageModel(completions_url(self.llm_url), self.llm_model, self.llm_timeout, key)

    @property
    def library_path(self) -> Path:
        """The SQLite file."""
        return self.data / "library.sqlite3"

    @property
    def originals(self) -> Path:
        """The folder of the files that were sent, as they came."""
        return self.data / "originals"

    @property
    def index_folder(self) -> Path:
        """The folder of the index."""
        return self.data / "index"


def _sentence(error: Mapping[str, Any]) -> str:
    name = "_".join(str(part).upper() for part in ("wenbao", *error["loc"]))
    if not error["loc"]:
        names = "WENBAO_PASSAGE_MINIMUM, WENBAO_PASSAGE_MAXIMUM and WENBAO_PASSAGE_OVERLAP"
        return f"{names} do not go together: {error['ctx']['error']}"
    shown = "not usable" if name in _HIDDEN else repr(error["input"])
    return f"{name} is {shown}: {error['msg']}"
