"""The user's settings come back; a damaged file is set aside and said to be so."""

from __future__ import annotations

import getpass
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from leukview.domain.errors import EnvironmentFault
from leukview.services.settings import (
    Settings,
    default_operator,
    lab_ranges,
    load_settings,
    save_settings,
    settings_path,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_settings_come_back(path: Path) -> None:
    assert load_settings(path) == (Settings(), None)
    settings = Settings(
        theme="dark", operator="Dr Ünal", lab_name="Lab 7", ranges_file="r.toml", last_folder="/β", geometry="ff"
    )
    save_settings(settings, path)
    assert load_settings(path) == (settings, None)
    assert [item.name for item in path.parent.iterdir()] == ["settings.json"]


def test_the_file_lies_where_the_user_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEUKVIEW_CONFIG", str(tmp_path / "mine"))
    save_settings(Settings(lab_name="here"))
    assert (tmp_path / "mine" / "settings.json").is_file()
    assert load_settings()[0].lab_name == "here"
    monkeypatch.delenv("LEUKVIEW_CONFIG")
    assert settings_path().name == "settings.json" and "LeukView" in settings_path().parts


@given(content=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_no_content_stops_the_program(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.json"
    path.write_bytes(content)
    _, problem = load_settings(path)
    if problem is not None:
        (aside,) = path.parent.iterdir()
        assert aside.read_bytes() == content and aside.name in problem.remedy


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", "null", '{"theme": "purple"}', '{"operator": 5}'])
def test_a_damaged_file_is_set_aside(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content)
    settings, problem = load_settings(path)
    assert settings == Settings() and problem is not None and problem.file == str(path)
    assert not path.exists()
    save_settings(settings, path)
    assert load_settings(path) == (Settings(), None)
    assert len(list(path.parent.iterdir())) == 2


def test_what_is_right_in_a_wrong_file_is_used(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"theme": "purple", "lab_name": "Lab 7", "geometry": None}))
    settings, problem = load_settings(path)
    assert settings.lab_name == "Lab 7" and settings.theme == "light"
    assert problem is not None and "geometry, theme" in problem.reason


def test_what_a_newer_version_wrote_stays(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"theme": "dark", "later": {"a": [1, 2]}}))
    settings, problem = load_settings(path)
    settings.theme = "light"
    save_settings(settings, path)
    assert problem is None
    assert json.loads(path.read_text())["later"] == {"a": [1, 2]}


def test_a_wrong_value_is_refused_at_once() -> None:
    settings = Settings()
    with pytest.raises(ValidationError):
        settings.theme = "purple"


def test_a_failed_save_keeps_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_settings(Settings(lab_name="old"), path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(EnvironmentFault, match="No space"):
            save_settings(Settings(lab_name="new"), path)
    assert load_settings(path)[0].lab_name == "old"
    assert [item.name for item in path.parent.iterdir()] == ["settings.json"]
    (path.parent / "file").write_text("x")
    with pytest.raises(EnvironmentFault):
        save_settings(Settings(), path.parent / "file" / "settings.json")


def test_the_operator_is_the_computers_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "anna")
    assert default_operator() == "anna" == Settings().operator

    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert default_operator() == "unknown"


def test_the_labs_ranges_are_used_and_unusable_ones_are_said(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('name = "Ours"\n[range]\nmonocyte = [2.0, 12.0]\n', "utf-8")
    ranges, problem = lab_ranges(Settings(ranges_file=str(own)))
    assert (ranges.name, ranges.table, problem) == ("Ours", {"monocyte": (2.0, 12.0)}, None)
    shipped, problem = lab_ranges(Settings())
    assert problem is None and shipped.name == "Adult, default"
    own.unlink()
    ranges, problem = lab_ranges(Settings(ranges_file=str(own)))
    assert ranges == shipped and problem is not None
    assert str(own) in problem.file and "Adult, default" in problem.reason
