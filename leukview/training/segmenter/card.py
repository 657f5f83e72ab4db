"""The cards of what outlines cells: every figure from cells that the network of its row had not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from leukview.manifests import ModelManifest
from leukview.resources import resource
from leukview.segmentation.sam import SamManifest
from leukview.segmentation.weights import SegmenterManifest
from leukview.training.segmenter.recipe import MaskRecipe, SamRecipe, SegmenterRecipe
from leukview.training.segmenter.sam_scores import CLICKS, PromptScore
from leukview.training.segmenter.train import HeldBack

__all__ = ["write_sam_card", "write_segmenter_card"]


def write_segmenter_card(
    manifest: SegmenterManifest, recipe: SegmenterRecipe, scores: Sequence[HeldBack], path: Path
) -> None:
    """Write the card in Markdown; its prose, with the classical segmenter's figures, is ``resources/recipes/<name>.card.md``."""
    _write(
        manifest, recipe, f"U-Net over {manifest.encoder}, input {_size(recipe)}", {"held_back": _table(scores)}, path
    )


def write_sam_card(
    manifest: SamManifest,
    recipe: SamRecipe,
    scores: Sequence[PromptScore],
    automatic: Sequence[HeldBack],
    path: Path,
) -> None:
    """Write the card of a compact SAM, as :func:`write_segmenter_card` does."""
    shape = manifest.shape
    network = f"SAM with an encoder of {shape.depth} layers of {shape.width}, input {_size(recipe)}"
    _write(manifest, recipe, network, {"prompts": _prompts(scores), "automatic": _table(automatic)}, path)


def _size(recipe: MaskRecipe) -> str:
    return f"{recipe.input_size}×{recipe.input_size}"


def _write(manifest: ModelManifest, recipe: MaskRecipe, network: str, tables: Mapping[str, str], path: Path) -> None:
    """Fill in the recipe's prose."""
    text = resource("recipes", f"{recipe.name}.card.md").read_text("utf-8")
    facts = (
        f"- Weights: `{manifest.weights}`, SHA-256 `{manifest.sha256}`",
        f"- Network: {network}",
        f"- Made with {manifest.software}, seed {recipe.seed}",
        f"- Licence: {manifest.licence}",
    )
    parts = {
        "facts": "\n".join(facts),
        "commands": "```\n" + "\n".join(manifest.commands) + "\n```",
        "recipe": f"```json\n{recipe.model_dump_json(indent=1)}\n```",
        **tables,
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


def _prompts(scores: Sequence[PromptScore]) -> str:
    clicks = " | ".join(f"{n} click{'s' if n > 1 else ''}" for n in range(1, CLICKS + 1))
    lines = [
        f"| cells of | part | n | box | box and a click | {clicks} | ms to look, to answer |",
        "|---|---|---|---|---|" + "---|" * (CLICKS + 1),
    ]
    lines += [
        f"| {score.source} | {score.part} | {score.images} | {score.box:.3f} ({score.box_p10:.3f}) | {score.boxed_click:.3f} | "
        + " | ".join(f"{value:.3f}" for value in score.clicks)
        + f" | {score.look_ms:.0f}, {score.answer_ms:.0f} |"
        for score in scores
    ]
    return "\n".join(lines)
