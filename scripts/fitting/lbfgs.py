"""Full-batch optimisation, and lists of candidates of different lengths as one tensor."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray


def minimise(
    parameters: Sequence[torch.Tensor], loss: Callable[[], torch.Tensor], iterations: int
) -> None:
    """Minimise ``loss`` over ``parameters`` in place with L-BFGS."""
    optimiser = torch.optim.LBFGS(parameters, max_iter=iterations, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value = loss()
        torch.autograd.backward(value)
        return value

    optimiser.step(closure)  # type: ignore[no-untyped-call]


def padded(rows: Sequence[NDArray[np.generic]]) -> torch.Tensor:
    """Return one tensor of all rows, zero (or false) behind the shorter ones."""
    tensors = [torch.from_numpy(row) for row in rows]
    return torch.nn.utils.rnn.pad_sequence(tensors, batch_first=True)


def padding_mask(rows: Sequence[NDArray[np.generic]]) -> torch.Tensor:
    """Return, for ``padded(rows)``, which places hold a candidate, ``(rows, longest)``."""
    masks = [torch.ones(len(row), dtype=torch.bool) for row in rows]
    return torch.nn.utils.rnn.pad_sequence(masks, batch_first=True)
