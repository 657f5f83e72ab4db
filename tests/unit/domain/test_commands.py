import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.box import Box
from leukview.domain.case import Case, CaseInfo, ImageFile, cell_ids_for_files
from leukview.domain.cell import Cell
from leukview.domain.commands import EditCase, SetLabels, SetMask, SetNote, command_from_json, confirm, relabel
from leukview.domain.errors import InputProblem
from leukview.domain.human_mask import HumanMask
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import Prediction
from leukview.domain.taxonomy import taxonomy

CLASSES = taxonomy().ids()


def case_of(count=6):
    case = Case(CaseInfo("c", "/f", created="2026-01-01T00:00:00+00:00"))
    for i in range(count):
        call = Prediction({CLASSES[i]: 0.7, CLASSES[i + 1]: 0.3}, 0.1, "p", "")
        case.cells[f"c{i}"] = Cell(f"c{i}", f"{i}.png", Box(0, 0, 5, 5), prediction=call)
    return case


ids = st.lists(st.sampled_from([f"c{i}" for i in range(6)]), min_size=1, max_size=8)
sizes = st.integers(1, 9)
reals = st.floats(0, 1e6)
colours = st.none() | st.tuples(reals, reals, reals)
outlines = st.builds(
    HumanMask,
    st.builds(Box, sizes, sizes, sizes, sizes),
    st.binary(min_size=1, max_size=30),
    st.builds(Morphology, sizes, sizes, reals, sizes, reals, colours, colours),
)
actions = st.one_of(
    st.tuples(st.just("outline"), st.sampled_from([f"c{i}" for i in range(6)]), st.none() | outlines),
    st.tuples(st.just("relabel"), ids, st.sampled_from(CLASSES)),
    st.tuples(st.just("confirm"), ids),
    st.tuples(st.just("note"), st.sampled_from([f"c{i}" for i in range(6)]), st.text(max_size=20)),
    st.tuples(st.just("edit"), st.text(max_size=9), st.text(max_size=9)),
)


def build(case, action):
    match action:
        case ("relabel", cells, label):
            return relabel(case, cells, label)
        case ("confirm", cells):
            return confirm(case, cells)
        case ("outline", cell_id, mask):
            return SetMask(cell_id, mask)
        case ("note", cell_id, text):
            return SetNote(cell_id, text)
        case (_, name, patient):
            return EditCase(name, patient, "s")


@given(st.lists(actions, max_size=20))
def test_undoing_everything_restores_the_case_and_redoing_repeats_it(todo):
    case = case_of()
    start = (dict(case.cells), case.info)
    inverses, states = [], []
    for action in todo:
        command = build(case, action)
        assert command_from_json(json.loads(json.dumps(command.to_json()))) == command
        inverses.append(command.apply(case))
        states.append((dict(case.cells), case.info))
    redo = []
    for inverse in reversed(inverses):
        redo.append(inverse.apply(case))
    assert (case.cells, case.info) == start
    for command, state in zip(reversed(redo), states, strict=True):
        command.apply(case)
        assert (case.cells, case.info) == state


def test_confirming_makes_the_shown_class_a_human_label_and_keeps_the_ai_one():
    case = case_of()
    confirm(case, ["c0"]).apply(case)
    assert case.cells["c0"].human_class == CLASSES[0]
    assert case.cells["c0"].status == "confirmed"
    relabel(case, ["c0"], "monocyte").apply(case)
    assert case.cells["c0"].status == "relabelled"
    assert case.cells["c0"].ai_class == CLASSES[0]


def test_unknown_classes_and_cells_are_refused_before_anything_changes():
    case = case_of()
    with pytest.raises(InputProblem, match="gremlin"):
        relabel(case, ["c0"], "gremlin")
    with pytest.raises(InputProblem, match="c99"):
        confirm(case, ["c0", "c99"])


@pytest.mark.parametrize(
    "mask", [{}, {"box": [1, 2], "png": "", "morphology": []}, {"box": [1, 2, 3, 4], "png": "€"}, 7]
)
def test_an_outline_that_is_none_is_refused(mask):
    with pytest.raises(ValueError, match="outline"):
        command_from_json({"kind": "set_mask", "cell_id": "c0", "mask": mask})


def test_a_persons_outline_stands_beside_the_segmenters():
    case = case_of()
    mine = HumanMask(Box(1, 2, 3, 4), b"png", Morphology(2, 1, 2.0, 1, 1.0))
    SetMask("c0", mine).apply(case)
    cell = case.cells["c0"]
    assert (cell.final_box, cell.final_morphology) == (mine.box, mine.morphology)
    assert (cell.box, cell.morphology) == (Box(0, 0, 5, 5), None)
    assert cell.status == "unreviewed" and cell.decided
    assert SetMask("c0", None).apply(case) == SetMask("c0", mine)
    assert case.cells["c0"].final_box == Box(0, 0, 5, 5) and not case.cells["c0"].decided


def test_a_re_run_finds_a_cell_where_a_person_outlined_it():
    case = Case(CaseInfo("c", "/f"))
    image = ImageFile("f.png", "0", 100, 100, "field")
    case.add_image(image, [Cell("f-001", "f.png", Box(0, 0, 40, 40), single=False)])
    mine = HumanMask(Box(0, 0, 20, 20), b"png", Morphology(2, 1, 2.0, 1, 1.0))
    SetMask("f-001", mine).apply(case)
    merged = case.add_image(image, [Cell("f-001", "f.png", Box(1, 0, 20, 20), single=False)])
    assert [(cell.id, cell.box, cell.human_mask) for cell in merged] == [("f-001", Box(1, 0, 20, 20), mine)]
    assert [cell.id for cell in case.add_image(image, [])] == ["f-001"], "what a person outlined stays"


def test_descriptions_name_what_happens():
    assert SetMask("c0", HumanMask(Box(1, 2, 3, 4), b"png", Morphology(2, 1, 2.0, 1, 1.0))).describe() == "Outline c0"
    assert SetMask("c0", None).describe() == "Segmenter's outline of c0"
    case = case_of()
    assert relabel(case, ["c0"], "blast").describe() == "Label c0 as blast"
    assert confirm(case, ["c0", "c1"]).describe() == "Confirm 2 cells"
    assert SetLabels((("c0", None),), "clear").describe() == "Clear the label of c0"


def test_a_re_run_keeps_ids_labels_and_notes_of_people():
    case = Case(CaseInfo("c", "/f"))
    image = ImageFile("f.png", "0", 100, 100, "field")
    first = [
        Cell("f-001", "f.png", Box(0, 0, 10, 10), single=False),
        Cell("f-002", "f.png", Box(50, 50, 10, 10), single=False),
    ]
    case.add_image(image, first)
    relabel(case, ["f-002"], "blast").apply(case)
    moved = [
        Cell("f-001", "f.png", Box(51, 51, 10, 10), single=False),
        Cell("f-002", "f.png", Box(80, 5, 9, 9), single=False),
    ]
    case.add_image(image, moved)
    assert case.cells["f-002"].human_class == "blast"
    assert case.cells["f-002"].box == Box(51, 51, 10, 10)
    assert len(case.cells) == 2
    case.add_image(image, [])
    assert [cell.id for cell in case.cells.values()] == ["f-002"], "a labelled cell stays, an unlabelled one goes"


@given(st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=40))
def test_cell_ids_are_unique_even_without_case_and_safe_as_file_names(names):
    files = [f"{name}.png" for name in names]
    found = cell_ids_for_files(files)
    lowered = [value.lower() for value in found.values()]
    assert len(set(lowered)) == len(lowered)
    for value in found.values():
        assert value.isascii()
        assert value
        assert set(value) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
        assert value.lower() not in {"con", "nul", "prn", "aux", "com1"}
