"""The models that chat completions offer: extractive and generated answers, by collection."""

from dataclasses import dataclass
from http import HTTPStatus

from embeddings.text.normalize import fold
from service.assistant import Assistant
from service.conversations.conversation_service import AskOptions
from service.language_model import LanguageModel
from service.retrieval.filters import Filters
from service.web.openai.schemas import ModelOut
from service.web.problems import ProblemError

_EXTRACTIVE = "wenbao-extractive"
_GENERATED = "wenbao-llm"
_MOST_COLLECTIONS = 1000
_MOST_NAMED = 20  # in an error


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """A model by its name.

    Attributes:
        language_model: what writes the answer; None for extractive answers.
        collection: the collection that it answers from; "" for all articles.
    """

    name: str
    language_model: LanguageModel | None
    collection: str

    @property
    def options(self) -> AskOptions:
        """How to ask."""
        return AskOptions(filters=Filters(collection=self.collection))


def list_models(assistant: Assistant) -> list[ModelOut]:
    """Return all models, those for all articles first."""
    return [_describe(name, assistant) for name in _list_names(assistant)]


def describe_model(name: str, assistant: Assistant) -> ModelOut:
    """Return the model of this name.

    Raises:
        ProblemError: there is none.
    """
    return _describe(choose_model(name, assistant).name, assistant)


def choose_model(name: str, assistant: Assistant) -> ChosenModel:
    """Return the model of this name; collections are compared folded.

    Raises:
        ProblemError: there is none.
    """
    names = _list_names(assistant)
    known = {fold(one): one for one in names}
    if fold(name) not in known:
        shown = ", ".join(names[:_MOST_NAMED])
        detail = f"There is no model {name!r}; available: {shown}."
        if name.partition("/")[0] == _GENERATED:
            detail += " Set WENBAO_LLM_URL and WENBAO_LLM_MODEL to use a language model."
        raise ProblemError(HTTPStatus.NOT_FOUND, "model_not_found", detail)
    kind, _, collection = known[fold(name)].partition("/")
    model = assistant.workspace.settings.language_model if kind == _GENERATED else None
    return ChosenModel(known[fold(name)], model, collection)


def _list_names(assistant: Assistant) -> list[str]:
    kinds = [_EXTRACTIVE, *([_GENERATED] if assistant.workspace.settings.language_model else [])]
    shares = assistant.library.catalogue.collections(_MOST_COLLECTIONS)
    collections = [share.name for share in shares if share.name]
    return [*kinds, *(f"{kind}/{name}" for kind in kinds for name in collections)]


def _describe(name: str, assistant: Assistant) -> ModelOut:
    return ModelOut(id=name, created=int(assistant.library.articles.changed_at))
