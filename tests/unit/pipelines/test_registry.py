"""Which weights a pipeline runs with, and what is said where there are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ensemble_kit import CLASSES, install

from leukview.domain.cell import Cell
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.progress import NoProgress
from leukview.explain.gradcam import combined, heat_map
from leukview.imaging.synthetic.smear import new_smear, render_crop, render_field
from leukview.pipelines.park2024 import Park2024Pipeline
from leukview.pipelines.registry import (
    load_pipeline,
    load_pipeline_of,
    pipeline_classes,
    pipeline_specs,
    weights_of,
)
from leukview.resources import models_dir, resources_dir, user_models_dir

SPECS = {spec.id: spec for spec in pipeline_specs()}
PARK = SPECS["park2024"]


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's models folder, which is not there yet; no weights for an ensemble are shipped."""
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path))
    if (models_dir() / "park2024_compact.json").is_file():
        shipped = tmp_path / "shipped"
        shipped.mkdir()
        for name in ("leukview", "segmenter"):
            for ending in (".json", ".safetensors"):
                (shipped / f"{name}{ending}").symlink_to(models_dir() / f"{name}{ending}")
        for module in ("manifests", "classifiers.installed"):
            monkeypatch.setattr(f"leukview.{module}.models_dir", lambda: shipped)
    return user_models_dir()


def test_every_pipeline_says_how_it_is_picked_and_trained() -> None:
    assert next(iter(SPECS)) == "leukview" and len(SPECS) == len(pipeline_specs())
    for spec in SPECS.values():
        assert spec.title and spec.about and spec.models
        if spec.recipe:
            assert (resources_dir() / "recipes" / f"{spec.recipe}.toml").is_file()
            assert spec.training.startswith(f"leukview train {spec.recipe} --data")


def test_a_pipeline_without_weights_says_which_command_makes_them(mine: Path) -> None:
    assert weights_of(PARK) == ""
    for use in (
        lambda: load_pipeline("park2024"),
        lambda: pipeline_classes("park2024"),
        lambda: load_pipeline_of("park2024", "0" * 64),
        lambda: pipeline_classes("park2024", mine),
    ):
        with pytest.raises(EnvironmentFault, match="leukview train park2024_compact --data DATA --out RUN"):
            use()
    with pytest.raises(InputProblem, match="leukview, park2024"):
        load_pipeline("nosuch")


def test_the_users_weights_are_found_the_published_size_before_the_compact(mine: Path) -> None:
    install(mine, "park2024_compact")
    assert weights_of(PARK) == "park2024_compact" and pipeline_classes("park2024") == ("lymphocyte", "eosinophil")
    install(mine, "park2024")
    assert weights_of(PARK) == "park2024"
    install(mine, "somebody_elses")
    assert weights_of(PARK) == "park2024"


def test_in_a_given_folder_an_ensemble_counts_under_any_name_if_it_is_the_only_one(mine: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    install(run, "own")
    assert weights_of(PARK, run) == "own" and set(pipeline_classes("park2024", run)) == set(CLASSES)
    assert weights_of(PARK) == ""
    install(run, "another")
    assert weights_of(PARK, run) == ""


def test_a_call_made_earlier_is_explained_by_the_weights_that_made_it(mine: Path) -> None:
    old = install(mine, "old")
    install(mine, "park2024_compact")
    pipeline = load_pipeline_of("park2024", old.sha256, "cpu")
    assert isinstance(pipeline, Park2024Pipeline) and pipeline.stamp.weights_sha256 == old.sha256
    assert (pipeline.id, pipeline.stamp.pipeline) == ("park2024", "park2024")

    rng = np.random.default_rng(4)
    image = render_crop("eosinophil", rng, new_smear(rng), height=120, width=120).image
    (located,) = pipeline.locate(image, "cell", NoProgress())
    assert located.mask is not None and located.pixels.shape == (2, 48, 48, 3)
    (call,) = pipeline.classify([located.pixels])
    assert (call.pipeline, call.weights_sha256, set(call.probabilities)) == ("park2024", old.sha256, set(CLASSES))
    cell = Cell("c", "c.png", located.box, view=located.view, prediction=call)
    parts = pipeline.explanations(image, cell, located.mask, "lymphocyte")
    assert [part.weight for part in parts] == pytest.approx([0.3, 0.7])
    assert np.array_equal(parts[0].pixels, located.pixels[0, :32, :32])
    assert np.array_equal(parts[1].pixels, located.pixels[1])
    assert parts[1].view.side < parts[0].view.side
    maps = [(heat_map(part.target, part.pixels), part.view, part.weight) for part in parts]
    assert [len(each) for each, _, _ in maps] == [32, 48]
    assert located.view is not None
    whole = combined(maps, located.view)
    assert whole.shape == (32, 32) and whole.max() == pytest.approx(1)
    with pytest.raises(InputProblem, match="myeloblast"):
        pipeline.explanations(image, cell, located.mask, "myeloblast")


def test_cells_of_a_field_are_called_too(mine: Path) -> None:
    install(mine, "park2024")
    pipeline = load_pipeline("park2024", "cpu")
    rng = np.random.default_rng(8)
    drawn = render_field(["lymphocyte", "segmented_neutrophil"], rng, new_smear(rng))
    found = pipeline.locate(drawn.image, "field", NoProgress())
    calls = pipeline.classify([cell.pixels for cell in found])
    assert found and len(calls) == len(found)
