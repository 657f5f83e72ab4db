"""The worklist stays quick with thousands of cases: what is kept ready is read, and only what has changed is counted."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from leukview.services.worklist import View, arrange, load_rows
from leukview.store.database import Store, open_store

CASES, CELLS = 2000, 300
PROBABILITIES = json.dumps({"segmented_neutrophil": 0.9, "lymphocyte": 0.06, "monocyte": 0.04})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """2,000 cases of 300 cells, counted before. Only every tenth has its cells: the list reads no cell of the others."""
    path = tmp_path_factory.mktemp("worklist") / "many.sqlite3"
    with open_store(path) as made:
        with made.writing() as connection:
            numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {})"
            connection.exec_driver_sql(
                numbers.format(CASES)
                + " INSERT INTO cases (id, folder_key, folder, name, patient, slide, synthetic, created, opened, timings,"
                " view_state, revision, history_position) SELECT i + 1, 'k' || i, '/data/' || i, 'Smear ' || i,"
                " 'Patient ' || (i / 3), i % 3, 0, '2026-01-01T00:00:00+00:00', '2026-01-02T00:00:00.' || i,"
                " '{\"total\": 3}', '{}', 1, 0 FROM n"
            )
            connection.exec_driver_sql(
                numbers.format(CELLS)
                + " INSERT INTO images (case_id, file, sha256, width, height, kind) SELECT cases.id, i || '.png',"
                " cases.id || '-' || i, 64, 64, 'cell' FROM cases, n WHERE cases.id % 10 = 7"
            )
            connection.exec_driver_sql(
                numbers.format(CELLS)
                + " INSERT INTO cells (case_id, cell_id, position, since, file, x, y, width, height, single, probabilities,"
                " out_of_domain, pipeline, weights_sha256, human_class, note) SELECT cases.id, 'c' || i, i, 0, i || '.png',"
                " 0, 0, 64, 64, 1, ?, 0.5, 'leukview', '0', CASE WHEN i < cases.id % 300 THEN 'monocyte' END, ''"
                " FROM cases, n WHERE cases.id % 10 = 7",
                (PROBABILITIES,),
            )
            # As counted before: the first count of a whole archive is made once, in the background.
            connection.exec_driver_sql(
                "INSERT INTO tallies (case_id, revision, made_by, images, problems, cells, reviewed, needing, classes,"
                " alerts) SELECT id, 1, ?, 300, 0, 300, id % 300, 0, '{\"segmented_neutrophil\": 300}', '[]' FROM cases",
                (_rules(),),
            )
        yield made


def _rules() -> str:
    from leukview.services.tallies import rules_version

    return rules_version()


def seconds(work: object, times: int = 3) -> float:
    assert callable(work)
    best = float("inf")
    for _ in range(times):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best


def test_the_list_costs_far_less_than_counting_a_small_part_of_its_cells(store: Store) -> None:
    rows = load_rows(store)
    assert len(rows) == CASES and rows[0].cells == CELLS and all(row.counted for row in rows)

    def count_a_hundredth() -> None:
        with store.writing() as connection:
            connection.exec_driver_sql("UPDATE cases SET revision = revision + 1 WHERE id % 100 = 7")
        load_rows(store)

    listed = seconds(lambda: load_rows(store))
    assert listed < seconds(count_a_hundredth, 2)
    changed = next(row for row in load_rows(store) if row.id == "107")
    assert (changed.cells, changed.reviewed, dict(changed.classes)["monocyte"]) == (300, 107, 107)


def test_searching_and_sorting_cost_no_more_than_reading(store: Store) -> None:
    rows = load_rows(store)
    reading = seconds(lambda: load_rows(store))
    for view in (
        View(),
        View(text="patient 11"),
        View(sort="patient", descending=False, grouped=True),
        View(sort="name"),
    ):
        assert seconds(lambda view=view: arrange(rows, view)) < 3 * reading
