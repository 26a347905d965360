"""The encoder that is trained: a BERT, the mean of its output vectors, scaled to unit length."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertConfig, BertModel

_TOGETHER = 16  # texts of similar length that are padded to the same one
_TOKENIZER = "tokenizer.json"


class TextEncoder:
    """A transformers folder as a trainable encoder.

    The token vectors stay as they are: a short training sees few of them often enough.
    Multiplications are in bfloat16, weights in float32.
    """

    def __init__(self, folder: Path, dropout: float) -> None:
        # "eager": the fused attention takes longer to differentiate on a CPU.
        self.bert = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attn_implementation="eager",
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
            dtype=torch.float32,
        )
        self.bert.embeddings.word_embeddings.weight.requires_grad = False
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_padding()
        self._source = folder

    @property
    def trained(self) -> list[torch.nn.Parameter]:
        """The weights that change."""
        return [weights for weights in self.bert.parameters() if weights.requires_grad]

    def encode(self, texts: Sequence[str], longest: int) -> torch.Tensor:
        """Return unit rows, ``(n, dimension)``; texts are cut to ``longest`` tokens."""
        self._tokenizer.enable_truncation(longest)
        tokens = [torch.tensor(one.ids) for one in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda row: len(tokens[row]))
        groups = [order[start : start + _TOGETHER] for start in range(0, len(order), _TOGETHER)]
        vectors = torch.cat([self._pool([tokens[row] for row in group]) for group in groups])
        return functional.normalize(vectors[torch.argsort(torch.tensor(order))])

    def mix_in_initial(self, share: float) -> None:
        """Replace each weight by its mean with the initial one, which counts with ``share``.

        What training on some kinds of questions spoils for others is partly restored (Wortsman et
        al. 2022, arXiv:2109.01903).
        """
        initial = BertModel.from_pretrained(self._source, add_pooling_layer=False)
        with torch.no_grad():
            pairs = zip(self.bert.parameters(), initial.parameters(), strict=True)
            for weights, former in pairs:
                weights.lerp_(former.float(), share)

    def write(self, folder: Path) -> None:
        """Write the weights, the configuration and the tokenizer to ``folder``."""
        self.bert.save_pretrained(folder)
        self._keep_configuration(folder)
        shutil.copyfile(self._source / _TOKENIZER, folder / _TOKENIZER)
        (folder / "model.safetensors").chmod(0o644)  # otherwise only its owner may read it

    def _keep_configuration(self, folder: Path) -> None:
        """Write the configuration as it was, with its own dropout."""
        BertConfig.from_pretrained(self._source).save_pretrained(folder)

    def _pool(self, tokens: list[torch.Tensor]) -> torch.Tensor:
        padding = self.bert.config.pad_token_id or 0
        ids = torch.nn.utils.rnn.pad_sequence(tokens, batch_first=True, padding_value=padding)
        lengths = torch.tensor([len(one) for one in tokens])
        mask = (torch.arange(ids.shape[1]) < lengths[:, None]).long()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        sums: torch.Tensor = (output.float() * mask[:, :, None]).sum(dim=1)
        return sums / lengths[:, None]
