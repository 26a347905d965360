"""All settings. This is the only module that reads the environment."""

import os
from collections.abc import Mapping
from enum import StrEnum
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

from embeddings.encoding.model_folder import TRANSFORMER
from embeddings.errors import WenbaoError
from embeddings.passages import PassageSettings
from service.exposure import Auth, is_loopback
from service.language_model import LanguageModel, build_completions_url
from service.logs import LogFormat, LogLevel
from service.strictness import Strictness

# Never repeated in a message: an address may contain a password.
_HIDDEN = ("WENBAO_LLM_KEY", "WENBAO_LLM_URL")
_DEFAULT_RATE = "120/minute"  # when other machines can reach the server
BUNDLED_COLLECTION = Path(__file__).parent.parent / "seeds"


class Switch(StrEnum):
    """A setting that is on or off."""

    ON = "on"
    OFF = "off"


class Settings(BaseSettings):
    """Settings with their defaults; each is read from ``WENBAO_<NAME>`` in the environment."""

    model_config = SettingsConfigDict(env_prefix="WENBAO_", extra="ignore")

    data: Path = Field(Path("data"), description="Folder of the library and its index.")
    collection: Path = Field(
        BUNDLED_COLLECTION,
        description="File or folder to index when an empty library is first opened.",
    )
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the server listens on.")
    meaning: Switch = Field(
        Switch.ON, description="Whether a transformer finds passages by their meaning: on or off."
    )
    encoder: str = Field(
        str(TRANSFORMER),
        description="That transformer, a sentence-transformers model: a folder, or a hub name "
        "(downloaded).",
    )
    threads: int = Field(
        default_factory=lambda: max(1, (os.cpu_count() or 1) // 2),
        ge=1,
        le=256,
        description="Threads that encode passages in the background; twice as many read them with "
        "a question, or recognise a scanned page. Default: half the processors.",
    )
    reranker: str | None = Field(
        None,
        description="Cross-encoder that reranks the top hits: a folder, or a hub name.",
    )
    watch: Path | None = Field(
        None,
        description="Folder to watch: its files are added, updated and removed as they change.",
    )
    strictness: Strictness = Field(
        Strictness.BALANCED,
        description="How sure an answer must be: strict, balanced or lenient.",
    )
    user_words: Path | None = Field(
        None, description="UTF-8 file of words that segmentation must not split, one per line."
    )
    upload_bytes: int = Field(
        100_000_000, ge=1, description="Largest file accepted for upload, in bytes."
    )
    conversation_days: int = Field(
        30, ge=0, description="Days to keep a conversation after its last turn; 0 stores none."
    )
    passage_minimum: int = Field(150, ge=1, description="Paragraphs shorter than this are merged.")
    passage_maximum: int = Field(300, ge=20, le=2000, description="Longest passage in characters.")
    passage_overlap: int = Field(60, ge=0, description="Characters shared by adjacent passages.")

    auth: Auth = Field(
        Auth.AUTO,
        description="Whether API keys are required: auto (unless bound to loopback), required, "
        "or off.",
    )
    hosts: str = Field(
        "", description="Host names of the server besides its address, separated by commas."
    )
    origins: str = Field(
        "",
        pattern=r"^(https?://[a-z0-9.\[\]:-]+(,|$))*$",
        description="Sites whose pages may call the API, separated by commas, "
        "such as https://example.org.",
    )
    embed_origins: str = Field(
        "",
        pattern=r"^(https?://[a-z0-9.\[\]:-]+(,|$))*$",
        description="Sites whose pages may show /embed in a frame, separated by commas.",
    )
    rate: str = Field(
        "auto",
        pattern=r"^(auto|off|[1-9][0-9]{0,6}/(second|minute|hour|day))$",
        description="Rate limit per key, or per address without keys; auto: off on loopback.",
    )
    concurrency: int = Field(
        16, ge=1, le=1000, description="Questions served at once, and the same number of uploads."
    )

    log_format: LogFormat = Field(
        LogFormat.TEXT, description="How the log is written: text, or json, one object a line."
    )
    log_level: LogLevel = Field(
        LogLevel.WARNING,
        description="Least important entries of the log: debug, info (each request), warning or "
        "error.",
    )
    log_questions: Switch = Field(
        Switch.OFF, description="Whether the log contains the text of questions: on or off."
    )
    audit_log: Path | None = Field(
        None, description="File for a line on each change: who, when, what; none: no such file."
    )

    llm_url: str = Field(
        "",
        description="Base address of an OpenAI-compatible server, such as http://localhost:11434/v1.",
    )
    llm_model: str = Field("", description="Name of the model on that server.")
    llm_key: SecretStr = Field(
        SecretStr(""), description="API key for that server, if it requires one."
    )
    llm_timeout: float = Field(
        120, gt=0, le=3600, description="Seconds allowed for one generated answer."
    )

    @field_validator("llm_url")
    @classmethod
    def _check_llm_url(cls, url: str) -> str:
        parts = urlsplit(url)
        plain = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        clean = url.isascii() and url.isprintable() and not set("@?# ") & set(url)
        if url and not (plain and clean):
            raise ValueError(
                "it must be http(s)://host[:port][/path]; put a key into WENBAO_LLM_KEY"
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
            raise ValueError("WENBAO_LLM_URL also requires the name of a model")
        return name

    @model_validator(mode="after")
    def _check_passages(self) -> Self:
        _ = self.passages
        return self

    @classmethod
    def load(cls, **overrides: str | int | Path | None) -> "Settings":
        """Read the environment; ``overrides`` that are not None take precedence.

        Raises:
            WenbaoError: a setting is invalid; the message names it, its value and what is allowed.
        """
        try:
            return cls(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type] # pydantic checks them
        except ValidationError as error:
            raise WenbaoError("; ".join(map(_describe_error, error.errors()))) from error

    @property
    def passages(self) -> PassageSettings:
        """The passage settings, in the form the splitter takes."""
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
        """Host names of the server besides its address, in lower case."""
        return tuple(name.strip().lower() for name in self.hosts.split(",") if name.strip())

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The sites whose pages may call the API."""
        return tuple(filter(None, self.origins.split(",")))

    @property
    def embedding_origins(self) -> tuple[str, ...]:
        """The sites whose pages may show the question box in a frame."""
        return tuple(filter(None, self.embed_origins.split(",")))

    @property
    def request_rate(self) -> str | None:
        """The rate limit per client, such as 120/minute; None for no limit."""
        if self.rate == "auto":
            return _DEFAULT_RATE if self.exposed else None
        return None if self.rate == "off" else self.rate

    @property
    def language_model(self) -> LanguageModel | None:
        """The language model that may write answers, or None."""
        if not self.llm_url:
            return None
        key = self.llm_key.get_secret_value()
        return LanguageModel(
            build_completions_url(self.llm_url), self.llm_model, self.llm_timeout, key
        )

    @property
    def library_path(self) -> Path:
        """The SQLite file."""
        return self.data / "library.sqlite3"

    @property
    def originals(self) -> Path:
        """The folder of the uploaded files, as received."""
        return self.data / "originals"

    @property
    def meaning_folder(self) -> Path:
        """The folder of the transformers' vectors."""
        return self.data / "meaning"

    @property
    def index_folder(self) -> Path:
        """The folder of the index."""
        return self.data / "index"


def _describe_error(error: Mapping[str, Any]) -> str:
    name = "_".join(str(part).upper() for part in ("wenbao", *error["loc"]))
    if not error["loc"]:
        names = "WENBAO_PASSAGE_MINIMUM, WENBAO_PASSAGE_MAXIMUM and WENBAO_PASSAGE_OVERLAP"
        return f"{names} do not fit together: {error['ctx']['error']}"
    value = "not usable" if name in _HIDDEN else repr(error["input"])
    return f"{name} is {value}: {error['msg']}"
