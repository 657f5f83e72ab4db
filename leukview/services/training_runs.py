"""Trainings in folders of their own: started in another process, looked at while they run, and gone on with."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from leukview.classifiers.manifest import Manifest
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.evaluation import Figure
from leukview.manifests import kind_of, load_of_kind
from leukview.resources import user_models_dir
from leukview.services.training_curves import Curve, read_curves
from leukview.services.training_watch import Activity, Outcome, is_running, read_activity, read_outcome
from leukview.training.live import read_status

if TYPE_CHECKING:
    from leukview.services.installed_weights import Installed

__all__ = [
    "Figures",
    "RunLook",
    "RunPlan",
    "RunState",
    "evaluate_command",
    "free_folder",
    "list_runs",
    "look_at_run",
    "made_manifest",
    "read_figures",
    "read_plan",
    "run_state",
    "train_command",
    "trainings_dir",
    "write_plan",
]

_PLAN = "training.json"
_MEASURED = "measured"

RunState = Literal["new", "running", "finished", "stopped", "failed", "interrupted"]
"""``interrupted``: the process ended without a word, e.g. with the computer; it goes on from its last finished epoch."""


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a training was started with; paths as text, the class map's empty where there is none."""

    recipe: str
    title: str
    data: str
    classes: str = ""
    device: str = "auto"
    started: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What finished weights measured on one data set's test part: each figure with its 95 % interval."""

    dataset: str
    n: int
    patients: int
    values: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True)
class RunLook:
    """A training's folder at one moment.

    ``epochs`` and ``patience`` are the recipe's: epochs of a network over all rounds (0 where not known), and how many without a
    better score end a round early (0: none do). ``made`` is the id of the finished weights, or empty. ``notes`` are its
    sentences for the user, oldest first; ``finder`` says that it makes what finds or outlines cells and names none, and ``used``
    how such weights are in use; None where they are not.
    """

    state: RunState
    activity: Activity
    outcome: Outcome | None
    curves: tuple[Curve, ...]
    epochs: int
    patience: int
    made: str
    figures: tuple[Figures, ...]
    notes: tuple[str, ...] = ()
    finder: bool = False
    used: Installed | None = None


# -- folders and commands ---------------------------------------------------------------------------------------------


def trainings_dir() -> Path:
    """Return the folder of trainings in the user's data folder; it may not exist yet."""
    return user_models_dir().parent / "trainings"


def free_folder(name: str) -> Path:
    """Return a folder below :func:`trainings_dir` that does not exist yet: the name, or with a number after it."""
    slug = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "training"
    number, folder = 1, trainings_dir() / slug
    while folder.exists():
        number += 1
        folder = trainings_dir() / f"{slug}-{number}"
    return folder


def train_command(plan: RunPlan, out: Path) -> list[str]:
    """Return program and arguments that run a training, from source or from the packaged application."""
    more = ["--classes", plan.classes] if plan.classes else []
    return _program(
        "train", plan.recipe, "--data", plan.data, "--out", str(out), "--device", plan.device, *more, "--workers", "1"
    )


def evaluate_command(out: Path, model_id: str, device: str) -> list[str]:
    """Return program and arguments that measure finished weights on the test part of their own training's split."""
    where = ("--models", str(out), "--out", str(out / _MEASURED), "--device", device)
    return _program("evaluate", model_id, "--data", str(out / "split.csv"), *where)


def _program(*arguments: str) -> list[str]:
    # The packaged application is its own interpreter: packaging/launch.py hands its arguments to the command line.
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "leukview"]
    return [*start, *arguments]


def write_plan(plan: RunPlan, out: Path) -> RunPlan:
    """Write what a training is started with into its folder, and return it with the time.

    Raises
    ------
    EnvironmentFault
        When the folder cannot be written.
    """
    stamped = asdict(plan) | {"started": plan.started or datetime.now(UTC).isoformat(timespec="seconds")}
    try:
        out.mkdir(parents=True, exist_ok=True)
        draft = out / f"{_PLAN}.new"
        draft.write_text(json.dumps(stamped, indent=1), "utf-8")
        draft.replace(out / _PLAN)
    except OSError as error:
        raise EnvironmentFault(
            f"{out} cannot be written ({error.strerror or error}). Choose another folder."
        ) from error
    return RunPlan(**stamped)


def read_plan(out: Path) -> RunPlan | None:
    """Return what the training in a folder was started with; None where the window started none there."""
    content = _json(out / _PLAN)
    if not isinstance(content, dict) or set(content) != set(RunPlan.__slots__):
        return None
    return RunPlan(**content)


def list_runs() -> list[tuple[Path, RunPlan, RunState]]:
    """Return the trainings in the user's data folder, the newest first."""
    folder = trainings_dir()
    found = []
    for out in folder.iterdir() if folder.is_dir() else ():
        plan = read_plan(out)
        if plan is not None:
            found.append((out, plan, run_state(out)))
    return sorted(found, key=lambda item: item[1].started, reverse=True)


def run_state(out: Path) -> RunState:
    """Return how a folder's training is."""
    if is_running(out):
        return "running"
    outcome = read_outcome(out)
    if outcome is not None:
        return outcome.ending
    return "interrupted" if (out / "training.lock").is_file() else "new"


# -- what came of it --------------------------------------------------------------------------------------------------


def look_at_run(out: Path) -> RunLook:
    """Return everything that is to be seen of a training; cheap enough to be asked every second, in a worker."""
    plan, made = read_plan(out), _made_id(out)
    epochs, patience = _length(plan.recipe) if plan else (0, 0)
    state, status = run_state(out), read_status(out)
    return RunLook(
        state,
        read_activity(out),
        read_outcome(out),
        tuple(read_curves(out)),
        epochs,
        patience,
        made if state == "finished" else "",
        tuple(read_figures(out)),
        status.notes if status is not None else (),
        finder=plan is not None and _is_finder(plan.recipe),
    )


@lru_cache(maxsize=8)
def _length(recipe: str) -> tuple[int, int]:
    """Return how many epochs a recipe has for each network, and its patience; zeros of one that cannot be read."""
    from leukview.training.recipe import recipe_path

    try:
        table = tomllib.loads(recipe_path(recipe).read_text("utf-8"))
        optimiser = table.get("optimiser", table)  # a finder's are not in a part of their own
        rounds = [optimiser, *table.get("stages", ())]
        return sum(int(part["epochs"]) for part in rounds), int(optimiser.get("patience", 0))
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0


@lru_cache(maxsize=8)
def _is_finder(recipe: str) -> bool:
    from leukview.training.recipe import recipe_kind

    return recipe_kind(recipe) in {"segmenter", "sam", "detector"}


def made_manifest(out: Path) -> Manifest | None:
    """Return the manifest of the weights that a finished training wrote; None where there is none yet. Read without torch.

    Raises
    ------
    InputProblem
        When no pipeline runs weights of this kind.
    EnvironmentFault
        When it is damaged.
    """
    from leukview.pipelines.registry import pipeline_specs

    made = _made_id(out)
    if not made:
        return None
    kinds = {str(spec.kind.model_fields["kind"].default): spec.kind for spec in pipeline_specs()}
    kind = kinds.get(kind_of(made, out))
    if kind is None:
        raise InputProblem(made, "no pipeline runs weights of this kind", "Analyse with --models and its folder")
    return load_of_kind(kind, made, out)


def _made_id(out: Path) -> str:
    """Return the id of the weights in a training's folder, or nothing."""
    made = [path.stem for path in sorted(out.glob("*.json")) if path.with_suffix(".safetensors").is_file()]
    return made[0] if made else ""


def read_figures(out: Path) -> list[Figures]:
    """Return what :func:`evaluate_command` measured; nothing where it has not."""
    return [
        Figures(
            str(row["dataset"]),
            int(row["n"]),
            int(row["patients"]),
            tuple((name, Figure(**figure)) for name, figure in row["figures"].items()),
        )
        for row in _json(out / _MEASURED / "metrics.json") or ()
    ]


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
