"""The manifest of an ensemble: what each of its networks is and sees, and how they vote. Read without torch."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from leukview.classifiers.manifest import Manifest
from leukview.classifiers.soft_vote import checked_weights
from leukview.domain.errors import InputProblem
from leukview.imaging.preparation import Preparation
from leukview.manifests import list_of_kind

__all__ = ["EnsembleManifest", "Member", "list_ensembles"]

_NETWORK_FIELDS = (
    *("backbone", "input_size", "crop_fraction", "cell_diameters", "preparation"),
    *("field_diameters", "rotations", "mean", "std"),
)


class Member(BaseModel):
    """One network of an ensemble: what it is, what it sees (as in :class:`Manifest`), and how it votes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    backbone: str
    input_size: int = Field(ge=32)
    crop_fraction: float = Field(gt=0, le=1)
    cell_diameters: float | None = Field(default=None, gt=0)
    preparation: Preparation = Preparation()
    field_diameters: float = Field(gt=0)
    rotations: int = Field(default=1, ge=1, le=4)
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    weight: float = Field(ge=0, le=1, description="of its probabilities in the vote; the members' sum to 1")
    temperature: float = Field(gt=0, description="its logits are divided by it before it votes")


class EnsembleManifest(Manifest):
    """Facts about an ensemble's weight file.

    A classifier's fields describe the first member, whose features tell what is out of domain and whose view is kept with the
    cell; ``temperature`` is that of the vote's logarithm. ``leaves_out`` are labels of the training's data sets that were passed
    over, because the system knows no such cells.
    """

    kind: Literal["ensemble"] = Field(default="ensemble")  # type: ignore[assignment]
    members: tuple[Member, ...] = Field(min_length=2)
    leaves_out: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> EnsembleManifest:
        first = self.members[0]
        differing = [name for name in _NETWORK_FIELDS if getattr(self, name) != getattr(first, name)]
        if differing:
            raise ValueError(f"{', '.join(differing)} must be the first member's")
        if len({member.name for member in self.members}) < len(self.members):
            raise ValueError("two members have one name")
        try:
            checked_weights([member.weight for member in self.members], len(self.members))
        except InputProblem as problem:
            raise ValueError(str(problem)) from None
        return self

    def member_manifest(self, member: Member) -> Manifest:
        """Return the manifest of a member as a classifier of its own, ``<ensemble>/<member>``."""
        shared = self.model_dump(exclude={"kind", "members", "leaves_out", "second"})
        own = {name: getattr(member, name) for name in _NETWORK_FIELDS}
        more = {"id": f"{self.id}/{member.name}", "title": f"{self.title}: {member.name}"}
        return Manifest.model_validate({**shared, **own, **more, "temperature": member.temperature})


def list_ensembles(folder: Path | None = None) -> list[EnsembleManifest]:
    """Return the manifest of every ensemble of a models folder, by id; ``EnvironmentFault`` when one is damaged."""
    return list_of_kind(EnsembleManifest, folder)
