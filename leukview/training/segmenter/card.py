"""The segmenter's model card: every figure from cells that the network of its row had not seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from leukview.resources import resource
from leukview.segmentation.weights import SegmenterManifest
from leukview.training.segmenter.recipe import SegmenterRecipe
from leukview.training.segmenter.train import HeldBack

__all__ = ["write_segmenter_card"]


def write_segmenter_card(
    manifest: SegmenterManifest, recipe: SegmenterRecipe, scores: Sequence[HeldBack], path: Path
) -> None:
    """Write the card in Markdown; its prose, with the classical segmenter's figures, is ``resources/recipes/<name>.card.md``."""
    text = resource("recipes", f"{recipe.name}.card.md").read_text("utf-8")
    facts = (
        f"- Weights: `{manifest.weights}`, SHA-256 `{manifest.sha256}`",
        f"- Network: U-Net over {manifest.encoder}, input {manifest.input_size}×{manifest.input_size}",
        f"- Made with {manifest.software}, seed {recipe.seed}",
        f"- Licence: {manifest.licence}",
    )
    parts = {
        "facts": "\n".join(facts),
        "commands": "```\n" + "\n".join(manifest.commands) + "\n```",
        "recipe": f"```json\n{recipe.model_dump_json(indent=1)}\n```",
        "held_back": _table(scores),
    }
    for name, value in parts.items():
        text = text.replace("{{" + name + "}}", value)
    path.write_text(text, "utf-8")


def _table(scores: Sequence[HeldBack]) -> str:
    lines = ["| training | cells of | n | whole cell | nucleus | ms a cell |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {score.run} | {score.source} | {score.images} | {score.cell:.3f} ({score.cell_p10:.3f}) | "
        f"{score.nucleus:.3f} ({score.nucleus_p10:.3f}) | {score.median_ms:.0f} |"
        for score in scores
    ]
    return "\n".join(lines)
