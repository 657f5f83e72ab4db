from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.training.intake.class_map import ClassMap, answerable, read_class_map, rename_classes
from leukview.training.labelled import LabelledImage

KNOWN = ("lymphocyte", "segmented_neutrophil", "blast")
NO_MAP = ClassMap(Path("data/classes.toml"))


def images(*names: str) -> list[LabelledImage]:
    return [LabelledImage(Path(f"{number}.png"), name, "") for number, name in enumerate(names)]


def written(folder: Path, text: str) -> Path:
    file = folder / "map.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_map_renames_and_leaves_out_and_says_so(tmp_path: Path) -> None:
    text = '[classes]\n"LYT" = "lymphocyte"\n"Smudged out" = ""\njunk = "ignore"\nspare = "blast"\n"blast" = "lymphocyte"\n'
    names = read_class_map(written(tmp_path, text), KNOWN)
    kept, notes = rename_classes(images("LYT", "smudged-out", "junk", "junk", "Blast", ""), KNOWN, names)
    assert [item.cls for item in kept] == ["lymphocyte", "lymphocyte"]
    said = "\n".join(notes)
    assert "'junk' (2 images)" in said and "'smudged-out' (1 image)" in said and "1 image without a class" in said
    assert "classes that the data do not have: spare" in said


def test_only_capitals_spaces_and_hyphens_need_no_map() -> None:
    kept, notes = rename_classes(images("Segmented Neutrophil", "BLAST", "segmented-neutrophil"), KNOWN, NO_MAP)
    assert Counter(item.cls for item in kept) == {"segmented_neutrophil": 2, "blast": 1} and not notes
    with pytest.raises(InputProblem, match="neutrophil"):
        rename_classes(images("neutrophil"), KNOWN, NO_MAP)


def test_unknown_names_are_all_named_with_the_closest_and_how_to_map_them() -> None:
    with pytest.raises(InputProblem) as caught:
        rename_classes(images("Lymphozyt", "Lymphozyt", "Seg", "xqz", "blast"), KNOWN, NO_MAP)
    words = str(caught.value)
    assert "'Lymphozyt', 2 images (closest: lymphocyte)" in words
    assert "'Seg', 1 image (closest: segmented_neutrophil)" in words
    assert "'xqz', 1 image;" in words or "'xqz', 1 image." in words
    assert str(NO_MAP.file) in words and "--classes" in words and '"Lymphozyt" = "…"' in words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[classes]\nLYT = "lymphozyte"\n', r"'lymphozyte' \(closest: lymphocyte\)"),
        ('LYT = "lymphocyte"\n', r"no table \[classes\]"),
        ("[classes]\nLYT = 3\n", r"no table \[classes\]"),
        ("[classes\n", "not valid TOML"),
    ],
)
def test_a_wrong_map_is_refused_with_the_reason(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputProblem, match=words):
        read_class_map(written(tmp_path, text), KNOWN)
    with pytest.raises(InputProblem, match="no such class map"):
        read_class_map(tmp_path / "none.toml", KNOWN)


def test_targets_are_checked_against_the_recipes_own_labels_even_where_these_are_no_cells(tmp_path: Path) -> None:
    file = written(tmp_path, '[classes]\nleuk = "aml"\nnormal = "healthy"\n')
    names = read_class_map(file, answerable(("aml", "healthy")))
    kept, _ = rename_classes(images("leuk", "normal", "AML"), ("aml", "healthy"), names)
    assert [item.cls for item in kept] == ["aml", "healthy", "aml"]
    with pytest.raises(InputProblem, match="'aml'"):
        read_class_map(file, answerable(taxonomy().ids()))


def test_a_coarse_label_may_stand_where_the_network_has_one_of_its_members() -> None:
    assert set(answerable(("band_neutrophil", "blast"))) == {"band_neutrophil", "blast", "neutrophil", "normal_wbc"}
    assert answerable(("blast",)) == ("blast",)


def test_a_map_that_leaves_nothing_is_refused() -> None:
    with pytest.raises(InputProblem, match="every class is left out"):
        rename_classes(images("junk"), KNOWN, ClassMap(Path("m.toml"), {"junk": ""}))


def test_the_documents_example_is_a_map_that_can_be_used(tmp_path: Path) -> None:
    text = (Path(__file__).parents[4] / "docs" / "TRAINING_DATA.md").read_text("utf-8")
    (example,) = (block for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL) if "[classes]" in block)
    names = read_class_map(written(tmp_path, example), answerable(taxonomy().ids()))
    assert names.names["LYT"] == "lymphocyte" and names.names["staining artefact"] == ""
