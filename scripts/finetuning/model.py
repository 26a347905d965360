"""The encoder that is trained: a BERT, the mean of its output vectors, scaled to unit length."""

import shutil
from pathlib import Path

import numpy as np
import torch
import transformers  # loads its classes, which takes seconds, when they are used
from torch.nn import functional
from torch.utils.checkpoint import checkpoint

from scripts.finetuning.token_set import Rows, TokenLists

_TOKENIZER = "tokenizer.json"


class TextEncoder:
    """A transformers folder as a trainable encoder.

    Only the layers are trained: a short training sees few tokens often enough to learn their
    vectors. Multiplications are in bfloat16, weights in float32.
    """

    def __init__(self, folder: Path, dropout: float, device: str) -> None:
        # The fused attention takes longer to differentiate on a CPU.
        self.bert = transformers.BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attn_implementation="eager" if device == "cpu" else "sdpa",
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
            dtype=torch.float32,
        )
        self.device = torch.device(device)
        torch.nn.Module.to(self.bert, self.device)
        self.bert.embeddings.requires_grad_(requires_grad=False)
        self._source = folder

    def encode(self, texts: TokenLists, rows: Rows) -> torch.Tensor:
        """Return unit rows, ``(rows, dimension)``.

        Their gradient is computed group by group once more, because the activations of a whole
        batch would take too much memory.
        """
        groups = texts.group(rows)
        vectors = torch.cat([self._encode(*texts.pad(rows[places])) for places in groups])
        back = np.argsort(np.concatenate(groups))
        return vectors[torch.from_numpy(back).to(self.device)]

    def encode_all(self, texts: TokenLists) -> torch.Tensor:
        """Return unit rows of all texts, without gradient and dropout."""
        self.bert.train(mode=False)
        with torch.no_grad():
            return self.encode(texts, np.arange(len(texts)))

    def mix_in_initial(self, share: float) -> None:
        """Replace each weight by its mean with the initial one, which counts with ``share``.

        What training on some kinds of questions spoils for others is partly restored (Wortsman et
        al. 2022, arXiv:2109.01903).
        """
        initial = transformers.BertModel.from_pretrained(self._source, add_pooling_layer=False)
        with torch.no_grad():
            pairs = zip(self.bert.parameters(), initial.parameters(), strict=True)
            for weights, former in pairs:
                weights.lerp_(former.float().to(self.device), share)

    def write(self, folder: Path) -> None:
        """Write the weights, the configuration and the tokenizer to ``folder``."""
        self.bert.save_pretrained(folder)
        config = transformers.BertConfig.from_pretrained(self._source)
        config.save_pretrained(folder)  # with its own dropout
        shutil.copyfile(self._source / _TOKENIZER, folder / _TOKENIZER)
        (folder / "model.safetensors").chmod(0o644)  # otherwise only its owner may read it

    def _encode(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = checkpoint(
            self._pool, ids.to(self.device), mask.to(self.device), use_reentrant=False
        )
        return found

    def _pool(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            output = self.bert(input_ids=ids, attention_mask=mask.long()).last_hidden_state
        sums = (output.float() * mask[:, :, None]).sum(dim=1)
        return functional.normalize(sums)
