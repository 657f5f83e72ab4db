"""What training, adapting and combined slides say in sentences, as :data:`leukview.gui.sentences.PATTERNS` has them."""

from __future__ import annotations

from leukview.gui.translation import QT_TRANSLATE_NOOP

__all__ = ["PATTERNS"]

PATTERNS = (
    # What a training would make of the data: leukview.services.training_recipes, leukview.training.intake
    QT_TRANSLATE_NOOP("Sentences", "Class"),
    QT_TRANSLATE_NOOP("Sentences", "Source"),
    QT_TRANSLATE_NOOP("Sentences", "What this recipe makes of the data is said when the training begins."),
    QT_TRANSLATE_NOOP(
        "Sentences", "No patience in the recipe: nothing is validated, every epoch is run and the last one is kept."
    ),
    QT_TRANSLATE_NOOP("Sentences", "No training image shows {names}: the new weights cannot know it."),
    QT_TRANSLATE_NOOP("Sentences", "Split as the data say: {parts}."),
    QT_TRANSLATE_NOOP("Sentences", "Split by 1 patient: {parts}. Kept in {file}."),
    QT_TRANSLATE_NOOP("Sentences", "Split by {n} patients: {parts}. Kept in {file}."),
    QT_TRANSLATE_NOOP("Sentences", "Split by 1 smear: {parts}. Kept in {file}."),
    QT_TRANSLATE_NOOP("Sentences", "Split by {n} smears: {parts}. Kept in {file}."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "Split {n} images in blocks of file order, as neither patient nor smear is known: {parts}. Kept in {file}.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "1 image that cannot be read: passed over: {files}."),
    QT_TRANSLATE_NOOP("Sentences", "{n} images that cannot be read: passed over: {files}."),
    QT_TRANSLATE_NOOP("Sentences", "{folder}: the class folder holds no image: passed over."),
    QT_TRANSLATE_NOOP("Sentences", "Left out by the class map: '{name}' (1 image)."),
    QT_TRANSLATE_NOOP("Sentences", "Left out by the class map: '{name}' ({n} images)."),
    QT_TRANSLATE_NOOP("Sentences", "1 image without a class: left out."),
    QT_TRANSLATE_NOOP("Sentences", "{n} images without a class: left out."),
    QT_TRANSLATE_NOOP("Sentences", "{file} names classes that the data do not have: {names}."),
    QT_TRANSLATE_NOOP("Sentences", "{n} images stand nowhere in the tree: left out."),
    QT_TRANSLATE_NOOP("Sentences", "The head {head} is not trained: no image shows each of its answers."),
    # While it runs: leukview.training.resumable
    QT_TRANSLATE_NOOP(
        "Sentences",
        "Stopped early: {n} epochs brought no better validation score than epoch {epoch}'s {score}, which is kept.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "Memory did not suffice for {n} images at once: from now on {less} at a time, whose gradients are added up, so that a "
        "step still learns from the recipe's batch.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "Memory did not suffice for {n} images at once: from now on {less} at a time."),
    # Cells to learn from: leukview.services.labelled_cases, leukview.services.site_cells, leukview.services.adapt
    QT_TRANSLATE_NOOP("Sentences", "There is one class only: a network needs two or more to tell apart."),
    QT_TRANSLATE_NOOP("Sentences", "Fewer than {n} cells of a class, hardly enough to learn and to test: {names}."),
    QT_TRANSLATE_NOOP("Sentences", "Classes that LeukView does not know: {names}. A class map must say what they are."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "All cells come from one patient: no test on another patient is possible, so scores will be too good.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "No patient is named in case {cases}: each of these cases counts as a patient of its own."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "Cases {cases} share pictures, but name the patients {names}: correct one, or these pictures may be tested on what "
        "they were trained on.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "1 stored case"),
    QT_TRANSLATE_NOOP("Sentences", "{n} stored cases"),
    QT_TRANSLATE_NOOP("Sentences", "{class}: {n} labelled, but the model has no such class: not used"),
    QT_TRANSLATE_NOOP("Sentences", "{class}: {n} labelled, fewer than {fewest}: left as the model knows it"),
    # Slides read together: leukview.services.combine
    QT_TRANSLATE_NOOP("Sentences", "1 image is in both {one} and {two}: cells there are counted twice."),
    QT_TRANSLATE_NOOP("Sentences", "{n} images are in both {one} and {two}: cells there are counted twice."),
    QT_TRANSLATE_NOOP(
        "Sentences", "These slides were analysed with different models, so that their calls may not agree."
    ),
    QT_TRANSLATE_NOOP("Sentences", "{slide} is not wholly analysed."),
    QT_TRANSLATE_NOOP("Sentences", "{slide}: {reviewed} of {n} cells reviewed; the rest count as called."),
    QT_TRANSLATE_NOOP("Sentences", "Some of these slides are synthetic."),
    # A case found again: leukview.services.moved
    QT_TRANSLATE_NOOP("Sentences", "This folder was known as {folder}: its analysis was found again."),
    QT_TRANSLATE_NOOP("Sentences", "This folder was known as {folder}: its one decision was found again."),
    QT_TRANSLATE_NOOP("Sentences", "This folder was known as {folder}: its {n} decisions were found again."),
)
