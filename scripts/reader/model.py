"""The network: a BERT that reads question and passage together, and four numbers for each token."""

from pathlib import Path
from typing import Any

import torch
import transformers  # loads its classes, which takes seconds, when they are used
from torch import nn

_OUTPUTS = 4


class ReaderNetwork(nn.Module):
    """BERT's lowest layers and a linear head. The token vectors stay as they are.

    Multiplications are in bfloat16, weights in float32.

    Attributes:
        source: the folder of the encoder that it started from.
    """

    def __init__(self, folder: Path, layers: int, dropout: float, device: str) -> None:
        super().__init__()
        # The fused attention takes longer to differentiate on a CPU.
        self.bert = transformers.BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attn_implementation="eager" if device == "cpu" else "sdpa",
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=0.0,
            dtype=torch.float32,
        )
        self.bert.encoder.layer = self.bert.encoder.layer[:layers]
        self.bert.config.num_hidden_layers = layers
        self.bert.embeddings.word_embeddings.weight.requires_grad = False
        self.head = nn.Linear(self.bert.config.hidden_size, _OUTPUTS)
        self.source = folder
        self.to(device)

    @classmethod
    def restore(cls, folder: Path, path: Path, device: str) -> "ReaderNetwork":
        """Return the network of a training's state, to be read with, not to be trained."""
        state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
        network = cls(folder, state["settings"]["layers"], 0.0, device)
        network.load_state_dict(state["weights"])
        return network.eval().requires_grad_(requires_grad=False)

    @property
    def trained(self) -> list[nn.Parameter]:
        """The weights that change."""
        return [weights for weights in self.parameters() if weights.requires_grad]

    @property
    def device(self) -> torch.device:
        """Where it computes."""
        return self.head.weight.device

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return logits, ``(examples, tokens, 4)``: the columns that ``PassageReader`` reads."""
        with torch.autocast(ids.device.type, dtype=torch.bfloat16):
            hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        logits: torch.Tensor = self.head(hidden.float())
        return logits
