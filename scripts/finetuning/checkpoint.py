"""The state of a training, kept on disk so that it can go on after it was stopped."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A file with the state after some step.

    Attributes:
        path: the file.
        settings: of the training; a state of another one is refused.
    """

    path: Path
    settings: Mapping[str, object]

    def save(self, step: int, network: torch.nn.Module, optimiser: torch.optim.Optimizer) -> None:
        """Replace the state at once, so that a killed process leaves the former one."""
        state = {
            "settings": dict(self.settings),
            "step": step,
            "weights": network.state_dict(),
            "adam": optimiser.state_dict(),
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".part")
        torch.save(state, draft)
        draft.replace(self.path)

    def resume(self, network: torch.nn.Module, optimiser: torch.optim.Optimizer) -> int:
        """Restore the state, if there is one, and return its step; 0 if there is none.

        Raises:
            SystemExit: it belongs to a training with other settings.
        """
        if not self.path.exists():
            return 0
        state: dict[str, Any] = torch.load(self.path, weights_only=True)
        if state["settings"] != self.settings:
            raise SystemExit(
                f"{self.path} belongs to a training with other settings:"
                f" {state['settings']}; remove it to start again"
            )
        network.load_state_dict(state["weights"])
        optimiser.load_state_dict(state["adam"])
        return int(state["step"])
