"""What is signed is hashed for the price of what changed, and yet as writing the whole case anew would: to the last bit."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from leukview.domain.box import Box
from leukview.domain.case import Case, CaseInfo, ImageFile, PipelineStamp
from leukview.domain.cell import Cell
from leukview.domain.human_mask import HumanMask
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import Prediction
from leukview.domain.readers import Decision, Reading
from leukview.domain.signing import Contents, Signature, content_sha256, signing_state

CLASSES = ("lymphocyte", "blast", "monocyte")
TEXTS = st.sampled_from(["", "ein Blick genügt", 'a "quote", a \\ and\na line', "µ 😀"])
MASK = HumanMask(Box(1, 1, 2, 2), b"png", Morphology(1, 1, 1.0, 1, 1.0))


def plain(case: Case) -> str:
    """Write the whole case at once, as the text of ``content_sha256`` says it is written."""
    stamp = case.stamp
    cells = [
        [
            cell.id,
            cell.file,
            cell.ai_class,
            cell.human_class,
            cell.second_class,
            f"{cell.agreed.words}, {cell.agreed.utc}" if cell.agreed else None,
            cell.final_class,
            cell.note,
            cell.second_note,
            hashlib.sha256(cell.human_mask.png).hexdigest() if cell.human_mask else None,
        ]
        for cell in case.cells.values()
    ]
    content = [
        [case.info.name, case.info.patient, case.info.slide],
        [stamp.pipeline, stamp.weights_sha256] if stamp else [],
        sorted([image.file, image.sha256] for image in case.images.values()),
        sorted([number, reading.words] for number, reading in case.readings.items()),
        sorted(cells, key=lambda row: str(row[0])),
    ]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


@st.composite
def changed(draw: st.DrawFn, case: Case) -> None:
    """Change something of a case: a cell that is new, other or gone, its names, images, calls' origin or readers."""
    name = f"c{draw(st.integers(0, 12))}"
    cell = case.cells.get(name, Cell(name, "a ü.png", Box(0, 0, 9, 9)))
    match draw(st.sampled_from(("cell", "cell", "cell", "gone", "name", "image", "stamp", "reading"))):
        case "gone":
            case.cells.pop(name, None)
        case "name":
            case.info = replace(case.info, name=draw(TEXTS))
        case "image":
            file = f"{draw(st.integers(0, 3))}.png"
            case.images[file] = ImageFile(file, draw(st.sampled_from("ab")) * 64, 9, 9, "cell")
        case "stamp":
            case.stamp = PipelineStamp("leukview", "L", draw(st.sampled_from("01")) * 64, "cpu", "leukview 0")
        case "reading":
            case.readings[draw(st.sampled_from((1, 2)))] = Reading(draw(TEXTS), draw(TEXTS), "", True)
        case _:
            changes: dict[str, object] = {
                "prediction": Prediction({draw(st.sampled_from(CLASSES)): 1.0}, 0.2, "p", "0" * 64),
                "human_class": draw(st.sampled_from((None, *CLASSES))),
                "second_class": draw(st.sampled_from((None, *CLASSES))),
                "note": draw(TEXTS),
                "second_note": draw(TEXTS),
                "human_mask": draw(st.sampled_from((None, MASK))),
                "agreed": draw(st.sampled_from((None, Decision("blast", "Ann", "2026-01-01T00:00:00+00:00")))),
            }
            kind = draw(st.sampled_from(sorted(changes)))
            case.cells[name] = replace(cell, **{kind: changes[kind]})


@given(st.data())
def test_the_hash_kept_by_what_changes_is_that_of_the_whole_case(data: st.DataObject) -> None:
    case, contents = Case(CaseInfo("Case", "/images", "P-1", "slide 1")), Contents()
    for _ in range(data.draw(st.integers(1, 12))):
        data.draw(changed(case))
        assert contents.sha256(case) == contents.sha256(case) == content_sha256(case) == plain(case)
        signed = Signature(1, "Ann", "t", 1, data.draw(st.sampled_from((plain(case), "0" * 64))), (), {}, "", "L")
        case.signatures = (signed,)
        assert signing_state(case, contents) == signing_state(case)
        assert (signing_state(case) == "signed") == (signed.content_sha256 == plain(case))
