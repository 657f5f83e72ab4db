"""Fixtures for every test: where images are, and a watch over logs and threads.

A test fails when it leaves a thread running, or when anything logs a warning that the test did not announce: a warning
nobody expects is a fault nobody has looked at yet.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from leukview.resources import resources_dir

# As the program itself does, before anything loads torch; see leukview.cli.main.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# Wall time says how busy the machine is, not whether the program is right.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

ROOT = Path(__file__).resolve().parent.parent
_SECONDS_FOR_THREADS_TO_END = 2.0


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_log(pattern): a warning or error matching the pattern may be logged")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real labelled images beside the repository; they are not part of it, so tests that need them may be skipped."""
    folder = ROOT.parent / "shared" / "data"
    if not (folder / "labels.csv").is_file():
        pytest.skip("the real labelled images are not beside this repository (../shared/data)")
    return folder


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """The bundled synthetic case."""
    return resources_dir() / "sample"


@pytest.fixture
def tiny_sam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder with a compact SAM as it is shipped, but tiny and untrained: its answer is always all that it sees."""
    import torch
    from safetensors.torch import save_file

    from leukview.imaging.scan import sha256
    from leukview.manifests import write_manifest
    from leukview.segmentation.sam import SamManifest, SamShape, build_sam

    shape = SamShape(image=64, width=32, depth=2, heads=2, window=2, whole=(1,), channels=32, mlp=32, decoder_heads=2)
    sam = build_sam(shape)
    decoder = sam.mask_decoder
    # A mask is the product of these two layers' outputs: both positive, whatever was asked.
    for layer in (decoder.output_upscaling[3], *(mlp.layers[-1] for mlp in decoder.output_hypernetworks_mlps)):
        torch.nn.init.zeros_(layer.weight)
        torch.nn.init.ones_(layer.bias)
    folder = tmp_path / "models"
    folder.mkdir()
    weights = folder / "sam.safetensors"
    save_file(sam.state_dict(), weights)
    facts = {"licence": "", "data": (), "recipe": "", "commands": (), "software": ""}
    manifest = SamManifest(id="sam", title="Tiny", weights=weights.name, sha256=sha256(weights), shape=shape, **facts)
    write_manifest(manifest, folder / "sam.json")
    monkeypatch.setattr("leukview.manifests.models_dir", lambda: folder)
    monkeypatch.setattr("leukview.services.mask_editing.models_dir", lambda: folder)
    return folder


class _Recorder(logging.Handler):
    """Keeps the records of level WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that logs an unannounced warning."""
    recorder = _Recorder()
    root = logging.getLogger()
    root.addHandler(recorder)
    try:
        yield
    finally:
        root.removeHandler(recorder)
    expected = [re.compile(mark.args[0]) for mark in request.node.iter_markers("expects_log")]
    texts = [f"{record.name}: {record.levelname}: {record.getMessage()}" for record in recorder.records]
    unexpected = [text for text in texts if not any(pattern.search(text) for pattern in expected)]
    assert not unexpected, "unexpected log records:\n" + "\n".join(unexpected)


@pytest.fixture(autouse=True)
def _no_leaked_thread() -> Iterator[None]:
    """Fail the test that leaves a thread running which would keep the program alive."""
    before = set(threading.enumerate())
    yield
    end = time.monotonic() + _SECONDS_FOR_THREADS_TO_END
    while leaked := [
        item for item in threading.enumerate() if item not in before and not item.daemon and item.is_alive()
    ]:
        if time.monotonic() > end:
            pytest.fail(f"threads left running: {', '.join(item.name for item in leaked)}")
        time.sleep(0.02)
