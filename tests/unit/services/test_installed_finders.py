"""A laboratory's own segmenter, SAM and detector: put into use, told by the stamp, missing, and taken out of use."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.finders import FINDERS, Finder, finder_in_use, use_finder
from leukview.resources import models_dir, user_models_dir
from leukview.services.installed_finders import (
    choose_finder,
    go_back_finder,
    install_finder,
    is_finder,
    known_finders,
    lost_finders,
    made_in_use,
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "data"))


def trained(folder: Path, kind: str, content: bytes = b"weights") -> Path:
    """Write what a training of this kind leaves: the shipped manifest with other weights."""
    folder.mkdir(parents=True)
    manifest = json.loads((models_dir() / f"{kind}.json").read_text("utf-8"))
    known = {"id": "own", "weights": "own.safetensors", "sha256": hashlib.sha256(content).hexdigest(), "recipe": "own"}
    (folder / "own.safetensors").write_bytes(content)
    (folder / "own.json").write_text(json.dumps({**manifest, **known}), "utf-8")
    return folder


@pytest.mark.parametrize("kind", FINDERS)
def test_each_kind_is_used_and_gone_back_from(kind: Finder, tmp_path: Path) -> None:
    out = trained(tmp_path / "run", kind)
    assert is_finder("own", out) and not is_finder("leukview", models_dir())
    assert finder_in_use(kind) == (kind, None) and made_in_use("own", out) is None
    first = install_finder("own", out)
    assert (first.pipeline, first.before) == (kind, kind)
    assert finder_in_use(kind) == (first.id, user_models_dir())
    # The others stay what they were.
    assert all(finder_in_use(other)[0] == other for other in FINDERS if other != kind)
    assert made_in_use("own", out) is not None
    kept = json.loads((user_models_dir() / f"{first.id}.json").read_text("utf-8"))
    shipped = json.loads((models_dir() / f"{kind}.json").read_text("utf-8"))
    assert kept.keys() == shipped.keys() and kept["weights"] == f"{first.id}.safetensors"
    second = install_finder("own", trained(tmp_path / "later", kind, b"others"))
    assert second.before == first.id and made_in_use("own", out) is None
    assert go_back_finder(second) == first.id and go_back_finder(first) == kind
    assert finder_in_use(kind) == (kind, None)


def test_weights_that_are_gone_are_a_fault_and_never_replaced_in_silence(tmp_path: Path) -> None:
    used = install_finder("own", trained(tmp_path / "run", "segmenter"))
    (user_models_dir() / f"{used.id}.json").unlink()
    with pytest.raises(EnvironmentFault, match="To go back"):
        finder_in_use("segmenter")
    use_finder("segmenter", "../../elsewhere")
    with pytest.raises(EnvironmentFault, match="To go back"):
        finder_in_use("segmenter")
    use_finder("segmenter", "segmenter")
    assert finder_in_use("segmenter")[0] == "segmenter"


def test_what_is_damaged_or_no_finder_is_not_installed(tmp_path: Path) -> None:
    out = trained(tmp_path / "run", "segmenter")
    (out / "own.safetensors").write_bytes(b"cut")
    with pytest.raises(EnvironmentFault, match="not the ones"):
        install_finder("own", out)
    assert finder_in_use("segmenter")[0] == "segmenter" and not list(user_models_dir().glob("*.json"))
    with pytest.raises(InputProblem, match="neither find nor outline"):
        install_finder("leukview", models_dir())


def test_all_that_are_installed_are_listed_chosen_and_gone_back_from(tmp_path: Path) -> None:
    assert [(item.kind, item.manifest.id, item.own, item.used) for item in known_finders()] == [
        (kind, kind, False, True) for kind in FINDERS
    ]
    used = install_finder("own", trained(tmp_path / "run", "sam"))
    listed = {(item.kind, item.manifest.id): (item.own, item.used) for item in known_finders()}
    assert listed[("sam", "sam")] == (False, False) and listed[("sam", used.id)] == (True, True)
    assert listed[("segmenter", "segmenter")] == (False, True) and lost_finders() == []
    assert choose_finder("sam", "sam").id == "sam" and finder_in_use("sam") == ("sam", None)
    assert choose_finder("sam", used.id).id == used.id and finder_in_use("sam")[0] == used.id
    for kind, name in (("segmenter", used.id), ("sam", "../sam"), ("sam", "gone")):
        with pytest.raises(InputProblem, match="no such weights"):
            choose_finder(kind, name)  # type: ignore[arg-type]
    (user_models_dir() / f"{used.id}.safetensors").write_bytes(b"cut")
    choose_finder("sam", "sam")
    with pytest.raises(EnvironmentFault, match="not the ones"):
        choose_finder("sam", used.id)
    assert finder_in_use("sam") == ("sam", None)
    use_finder("sam", "gone")
    (words,) = lost_finders()
    assert "gone" in words and "Choose weights" in words and not any(i.used for i in known_finders() if i.kind == "sam")
    choose_finder("sam", "sam")
    assert lost_finders() == []
