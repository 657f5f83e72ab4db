"""Ten thousand decisions written into a stored case as a session writes them, in one transaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from leukview.domain.commands import SetLabels
from leukview.services.workspace import Workspace
from leukview.store import cells, history
from leukview.store.database import open_store
from leukview.store.schema import audit
from leukview.store.schema import history as commands

__all__ = ["decide"]

_CLASSES = ("blast", "lymphocyte", "monocyte", "basophil", "eosinophil")


def decide(folder: Path, count: int) -> None:
    """Let a person have labelled one cell after another of a stored case, ``count`` times."""
    workspace = Workspace(open_store(None))
    session = workspace.open_folder(folder)
    ids = list(session.case.cells)
    now: dict[str, str | None] = {}
    start = datetime(2026, 1, 1, tzinfo=UTC)
    done, rows = [], []
    for number in range(count):
        cell_id = ids[number % len(ids)]
        before, after = now.get(cell_id), _CLASSES[(number + number // len(ids)) % len(_CLASSES)]
        command = SetLabels(((cell_id, after),))
        utc = (start + timedelta(seconds=number)).isoformat(timespec="milliseconds")
        text = command.describe()
        both = {"case_id": session.number, "utc": utc, "operator": "reader", "text": text}
        inverse = SetLabels(((cell_id, before),)).to_json()
        done.append({**both, "position": number + 1, "command": command.to_json(), "inverse": inverse})
        changes = [(cell_id, "label", before, after)]
        rows.append({**both, "action": "relabel", "changes": changes, "software": "test"})
        now[cell_id] = after
    with workspace.store.writing() as connection:
        connection.execute(insert(commands), done)
        connection.execute(insert(audit), rows)
        history.move(connection, session.number, count)
        cells.write_labels(connection, session.number, now)
    session.close()
    workspace.close()
