"""The weight files of every kind that are installed, and whether they are what their manifests say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from leukview.classifiers.ensemble_manifest import list_ensembles
from leukview.classifiers.frozen_manifest import list_frozen
from leukview.classifiers.manifest import list_manifests
from leukview.classifiers.staged_manifest import list_staged
from leukview.domain.errors import EnvironmentFault
from leukview.manifests import ModelManifest, verify
from leukview.resources import models_dir, user_models_dir

__all__ = ["check_models"]


def check_models(folder: Path | None = None) -> Iterator[tuple[ModelManifest, str | None]]:
    """Yield every installed model with None, or with what is wrong with its weight file.

    Without a folder, the shipped models and then the user's own.

    Raises
    ------
    EnvironmentFault
        When a manifest is damaged.
    """
    from leukview.detection.weights import list_detectors
    from leukview.segmentation.sam import list_sams
    from leukview.segmentation.weights import list_segmenters

    mine = user_models_dir()
    if folder is None and mine.is_dir():
        yield from check_models(models_dir())
        yield from check_models(mine)
        return
    listed = (
        *(list_manifests, list_ensembles, list_staged, list_frozen),
        *(list_segmenters, list_sams, list_detectors),
    )
    for manifest in (manifest for kind in listed for manifest in kind(folder)):
        try:
            verify(manifest, folder)
        except EnvironmentFault as fault:
            yield manifest, str(fault)
        else:
            yield manifest, None
