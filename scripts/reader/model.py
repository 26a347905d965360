"""The network: a BERT that reads question and passage together, and four numbers for each token."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Encoding, Tokenizer
from torch import nn
from transformers import BertModel

from embeddings.documents import Span
from embeddings.encoding.passage_reader import locate_tokens
from scripts.reader.examples import Example

_TOGETHER = 8  # examples of similar length that are padded to the same one
_PADDING = 1
_OUTPUTS = 4


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded examples; all tensors are ``(examples, tokens)``.

    Attributes:
        ids: of the tokens.
        mask: 1 for tokens, 0 for padding.
        text: whether a token belongs to the passage's own text.
        starts: whether an answer begins there.
        ends: whether one ends there.
        inside: whether it is part of one.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    text: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor
    inside: torch.Tensor

    @property
    def answered(self) -> torch.Tensor:
        """Whether each example is answered, ``(examples,)``."""
        return self.starts.any(dim=1)


class ReaderNetwork(nn.Module):
    """BERT's lowest layers and a linear head. The token vectors stay as they are.

    Multiplications are in bfloat16, weights in float32.

    Attributes:
        source: the folder of the encoder that it started from.
    """

    def __init__(self, folder: Path, layers: int, dropout: float) -> None:
        super().__init__()
        # "eager": the fused attention takes longer to differentiate on a CPU.
        self.bert = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attn_implementation="eager",
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=0.0,
            dtype=torch.float32,
        )
        self.bert.encoder.layer = self.bert.encoder.layer[:layers]
        self.bert.config.num_hidden_layers = layers
        self.bert.embeddings.word_embeddings.weight.requires_grad = False
        self.head = nn.Linear(self.bert.config.hidden_size, _OUTPUTS)
        self.source = folder

    @property
    def trained(self) -> list[nn.Parameter]:
        """The weights that change."""
        return [weights for weights in self.parameters() if weights.requires_grad]

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return logits, ``(examples, tokens, 4)``: the columns that ``PassageReader`` reads."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        logits: torch.Tensor = self.head(hidden.float())
        return logits


class Batcher:
    """Turns examples into batches; passages are cut off after ``longest`` tokens altogether."""

    def __init__(self, folder: Path, longest: int) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(longest, strategy="only_second")

    def split(self, examples: Sequence[Example]) -> list[Batch]:
        """Return batches of examples of similar length."""
        encodings = self._tokenizer.encode_batch(
            [(one.question, f"{one.context}\n{one.text}") for one in examples]
        )
        order = sorted(range(len(examples)), key=lambda place: len(encodings[place].ids))
        groups = [order[start : start + _TOGETHER] for start in range(0, len(order), _TOGETHER)]
        return [
            _pad([examples[one] for one in group], [encodings[one] for one in group])
            for group in groups
        ]


def _pad(examples: Sequence[Example], encodings: Sequence[Encoding]) -> Batch:
    size = (len(examples), max(len(one.ids) for one in encodings))
    ids = torch.full(size, _PADDING)
    mask = torch.zeros(size, dtype=torch.long)
    text, starts, ends, inside = (torch.zeros(size, dtype=torch.bool) for _ in range(4))
    batch = Batch(ids, mask, text, starts, ends, inside)
    for row, (example, encoding) in enumerate(zip(examples, encodings, strict=True)):
        ids[row, : len(encoding.ids)] = torch.tensor(encoding.ids)
        mask[row, : len(encoding.ids)] = 1
        places = locate_tokens(encoding, example.context)
        text[row, list(places)] = True
        _mark_answers(batch, row, places, example.answers)
    return batch


def _mark_answers(batch: Batch, row: int, places: dict[int, Span], answers: Sequence[Span]) -> None:
    """Mark the tokens of all answers; start and end are those of the first and the last one.

    A token may reach beyond an answer, as the tokenizer does not know where it begins.
    """
    inside = [
        token
        for token, place in places.items()
        if any(place.start < answer.end and answer.start < place.end for answer in answers)
    ]
    if inside:
        batch.inside[row, inside] = True
        batch.starts[row, inside[0]] = True
        batch.ends[row, inside[-1]] = True
