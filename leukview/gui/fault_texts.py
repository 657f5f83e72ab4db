"""What is said of a user's mistake or of a fault of this computer, in the language of the window.

It arises in English below the window, where logs and the command line have it too. The window knows the common texts again by
their pattern, what is wrong and what to do each by itself; a rare one stays English.
"""

from __future__ import annotations

from leukview.gui.sentences import known
from leukview.gui.translation import QT_TRANSLATE_NOOP, SOURCE, current

__all__ = ["FAULTS", "REASONS", "REMEDIES", "WHATS", "fault", "reason", "remedy", "what", "whole"]

WHATS = (
    QT_TRANSLATE_NOOP("Faults", "Amendment"),
    QT_TRANSLATE_NOOP("Faults", "Both readers are done"),
    QT_TRANSLATE_NOOP("Faults", "Cells"),
    QT_TRANSLATE_NOOP("Faults", "Merge"),
    QT_TRANSLATE_NOOP("Faults", "Name"),
    QT_TRANSLATE_NOOP("Faults", "Reference cells"),
    QT_TRANSLATE_NOOP("Faults", "Reference set"),
    QT_TRANSLATE_NOOP("Faults", "Second reading"),
    QT_TRANSLATE_NOOP("Faults", "Signature"),
    QT_TRANSLATE_NOOP("Faults", "Stored cases"),
    QT_TRANSLATE_NOOP("Faults", "That point cannot be gone to"),
    QT_TRANSLATE_NOOP("Faults", "That point of the history"),
    QT_TRANSLATE_NOOP("Faults", "The chosen cases"),
    QT_TRANSLATE_NOOP("Faults", "The data"),
    QT_TRANSLATE_NOOP("Faults", "The point"),
    QT_TRANSLATE_NOOP("Faults", "These slides"),
    QT_TRANSLATE_NOOP("Faults", "This box"),
    QT_TRANSLATE_NOOP("Faults", "This case"),
    QT_TRANSLATE_NOOP("Faults", "This test"),
    QT_TRANSLATE_NOOP("Faults", "Urgent alert"),
    QT_TRANSLATE_NOOP("Faults", "the labelled cells"),
)
"""What it is about, where that is no file, folder or cell."""

REASONS = (
    # Files and folders: leukview.imaging, leukview.services.workspace
    QT_TRANSLATE_NOOP("Faults", "the file is empty (0 bytes)"),
    QT_TRANSLATE_NOOP("Faults", "this is not an image LeukView can read, whatever its name says"),
    QT_TRANSLATE_NOOP("Faults", "the file is no longer there"),
    QT_TRANSLATE_NOOP("Faults", "you may not read this file"),
    QT_TRANSLATE_NOOP("Faults", "the file is damaged or cut short ({error})"),
    QT_TRANSLATE_NOOP("Faults", "the image is only {size} pixels, too small to show a cell"),
    QT_TRANSLATE_NOOP("Faults", "the image has {size} pixels, more than LeukView opens at once"),
    QT_TRANSLATE_NOOP("Faults", "there is no such folder"),
    QT_TRANSLATE_NOOP("Faults", "the file's name is not valid text"),
    QT_TRANSLATE_NOOP("Faults", "its name is no valid text on this computer"),
    QT_TRANSLATE_NOOP("Faults", "the file cannot be opened ({error})"),
    QT_TRANSLATE_NOOP("Faults", "the folder cannot be opened ({error})"),
    QT_TRANSLATE_NOOP("Faults", "you may not open this folder"),
    QT_TRANSLATE_NOOP("Faults", "you may not open it"),
    QT_TRANSLATE_NOOP("Faults", "it is not there, or its drive is not connected"),
    QT_TRANSLATE_NOOP("Faults", "its drive does not answer"),
    QT_TRANSLATE_NOOP("Faults", "this is no folder"),
    QT_TRANSLATE_NOOP("Faults", "this is no folder, or it is not there any more"),
    QT_TRANSLATE_NOOP("Faults", "there is no image in it"),
    QT_TRANSLATE_NOOP("Faults", "it cannot be read"),
    QT_TRANSLATE_NOOP("Faults", "it cannot be read ({error})"),
    QT_TRANSLATE_NOOP("Faults", "it is there already, and nothing is written over"),
    QT_TRANSLATE_NOOP("Faults", "this is a file, and the outputs need a folder"),
    QT_TRANSLATE_NOOP("Faults", "there is no such case"),
    QT_TRANSLATE_NOOP("Faults", "the image is not there any more"),
    QT_TRANSLATE_NOOP("Faults", "the image is another than the one that was labelled"),
    # A case, its cells and its outlines: leukview.domain, leukview.services
    QT_TRANSLATE_NOOP("Faults", "it was changed in another LeukView window, so nothing was changed here"),
    QT_TRANSLATE_NOOP("Faults", "there is no such cell in this case"),
    QT_TRANSLATE_NOOP("Faults", "no call is shown to agree with"),
    QT_TRANSLATE_NOOP("Faults", "no network has named this cell"),
    QT_TRANSLATE_NOOP("Faults", "only one cell is chosen"),
    QT_TRANSLATE_NOOP("Faults", "the cells lie in {n} fields"),
    QT_TRANSLATE_NOOP("Faults", "this is no field of the case"),
    QT_TRANSLATE_NOOP("Faults", "it is too small to hold a cell"),
    QT_TRANSLATE_NOOP("Faults", "it is part of {cell}"),
    QT_TRANSLATE_NOOP("Faults", "its image shows this cell alone"),
    QT_TRANSLATE_NOOP("Faults", "nothing was found there"),
    QT_TRANSLATE_NOOP("Faults", "this cell has not been analysed"),
    QT_TRANSLATE_NOOP("Faults", "it lies outside the picture"),
    QT_TRANSLATE_NOOP("Faults", "it is too dark to be background"),
    QT_TRANSLATE_NOOP("Faults", "the weights that made this case's calls are not installed any more"),
    QT_TRANSLATE_NOOP("Faults", "it is not there any more"),
    QT_TRANSLATE_NOOP("Faults", "a newer LeukView did this, so it cannot be undone here"),
    # Two readers and signing
    QT_TRANSLATE_NOOP("Faults", "a cell is counted by the class decided on"),
    QT_TRANSLATE_NOOP("Faults", "a second reading is under way"),
    QT_TRANSLATE_NOOP(
        "Faults",
        "none can be added, deleted or merged while a second reader reads, since both must read the same cells",
    ),
    QT_TRANSLATE_NOOP(
        "Faults",
        "none can be deleted, merged or brought back once two readers have read them, since their agreement is about them",
    ),
    QT_TRANSLATE_NOOP("Faults", "a second reader names classes; outlines are the first's"),
    QT_TRANSLATE_NOOP("Faults", "a reader has no name"),
    QT_TRANSLATE_NOOP("Faults", "the second reader is another person than the first"),
    QT_TRANSLATE_NOOP("Faults", "{name} reads this case already"),
    QT_TRANSLATE_NOOP("Faults", "none is under way"),
    QT_TRANSLATE_NOOP("Faults", "the readers disagree here"),
    QT_TRANSLATE_NOOP("Faults", "two readers disagree on it"),
    QT_TRANSLATE_NOOP("Faults", "no name was typed"),
    QT_TRANSLATE_NOOP("Faults", "no reason or no name was given"),
    QT_TRANSLATE_NOOP("Faults", "this case is signed as it stands"),
    QT_TRANSLATE_NOOP("Faults", "this case is not signed"),
    # Slides read together
    QT_TRANSLATE_NOOP("Faults", "one of them is chosen twice"),
    QT_TRANSLATE_NOOP("Faults", "a combined count needs at least two"),
    QT_TRANSLATE_NOOP("Faults", "they are of different patients ({names})"),
    QT_TRANSLATE_NOOP("Faults", "its patient is not known, so it is not combined"),
    # Ranges, settings, keys
    QT_TRANSLATE_NOOP("Faults", "these reference ranges cannot be opened ({error})"),
    QT_TRANSLATE_NOOP("Faults", "these reference ranges cannot be read ({error})"),
    QT_TRANSLATE_NOOP("Faults", "the settings cannot be read ({error})"),
    QT_TRANSLATE_NOOP("Faults", "the settings file was not used: {error}"),
    QT_TRANSLATE_NOOP("Faults", "it holds no keys of LeukView"),
    # Tests of proficiency: leukview.services.quiz
    QT_TRANSLATE_NOOP(
        "Faults", "a second reader reads a case that it has cells of, and its key is the first reader's word"
    ),
    # Weights, training and adapting
    QT_TRANSLATE_NOOP("Faults", "there are no such weights on this computer"),
    QT_TRANSLATE_NOOP("Faults", "these weights are adapted already"),
    QT_TRANSLATE_NOOP("Faults", "this is no name for weights"),
    QT_TRANSLATE_NOOP("Faults", "no pipeline runs weights of this kind"),
    QT_TRANSLATE_NOOP("Faults", "this training has made no weights yet"),
    QT_TRANSLATE_NOOP("Faults", "another training runs in this folder"),
    QT_TRANSLATE_NOOP("Faults", "no cell of them can be learnt from"),
    QT_TRANSLATE_NOOP("Faults", "a person called it {class}"),
    QT_TRANSLATE_NOOP("Faults", "a labelled {class} was not found again in it"),
    QT_TRANSLATE_NOOP("Faults", "its {n} labelled cells were left out, because its folder {folder} is not there"),
    QT_TRANSLATE_NOOP("Faults", "not one of them could be read"),
    QT_TRANSLATE_NOOP("Faults", "none of its images can be read"),
    QT_TRANSLATE_NOOP("Faults", "there is no such data"),
    QT_TRANSLATE_NOOP("Faults", "there is no such data file"),
    QT_TRANSLATE_NOOP("Faults", "there is no image in a class folder here"),
    QT_TRANSLATE_NOOP("Faults", "this is not a table in plain text"),
    QT_TRANSLATE_NOOP("Faults", "this is not a table ({error})"),
    QT_TRANSLATE_NOOP("Faults", "the columns {names} are missing (found: {found})"),
    QT_TRANSLATE_NOOP("Faults", "this recipe is not valid: {error}"),
    QT_TRANSLATE_NOOP("Faults", "this is no recipe: it has no name"),
    QT_TRANSLATE_NOOP("Faults", "the recipe cannot be read ({error})"),
    QT_TRANSLATE_NOOP(
        "Faults",
        "there are too few images: '{train}' needs {n} (one batch), '{val}' one; there are {have}",
    ),
    QT_TRANSLATE_NOOP(
        "Faults",
        "this patient's cells stand in both '{before}' and '{after}', so the test would know its answers",
    ),
    QT_TRANSLATE_NOOP(
        "Faults",
        "this smear's cells stand in both '{before}' and '{after}', so the test would know its answers",
    ),
)
"""Why something cannot be used."""

REMEDIES = (
    QT_TRANSLATE_NOOP("Faults", "Come back to it when that reading is finished"),
    QT_TRANSLATE_NOOP("Faults", "Use JPEG, PNG, BMP, TIFF or WebP"),
    QT_TRANSLATE_NOOP("Faults", "Choose a folder with JPEG, PNG, BMP, TIFF or WebP images"),
    QT_TRANSLATE_NOOP("Faults", "Choose a folder of images"),
    QT_TRANSLATE_NOOP("Faults", "Export it again from the analyser or camera"),
    QT_TRANSLATE_NOOP("Faults", "Check that its folder is connected"),
    QT_TRANSLATE_NOOP("Faults", "Check that its drive is connected"),
    QT_TRANSLATE_NOOP("Faults", "Ask for permission to read it"),
    QT_TRANSLATE_NOOP("Faults", "Check its permissions"),
    QT_TRANSLATE_NOOP("Faults", "Check the file and its drive"),
    QT_TRANSLATE_NOOP("Faults", "Check the file"),
    QT_TRANSLATE_NOOP("Faults", "Leave it out"),
    QT_TRANSLATE_NOOP("Faults", "Cut it into fields first"),
    QT_TRANSLATE_NOOP("Faults", "Rename it"),
    QT_TRANSLATE_NOOP("Faults", "Rename the folder"),
    QT_TRANSLATE_NOOP("Faults", "Rename the file, and analyse again"),
    QT_TRANSLATE_NOOP("Faults", "Correct the file"),
    QT_TRANSLATE_NOOP("Faults", "Correct the file, or remove it"),
    QT_TRANSLATE_NOOP("Faults", "Remove the file"),
    QT_TRANSLATE_NOOP("Faults", "The old file is kept as {name}"),
    QT_TRANSLATE_NOOP("Faults", "Choose another file"),
    QT_TRANSLATE_NOOP("Faults", "Choose a file that LeukView exported"),
    QT_TRANSLATE_NOOP("Faults", "Choose another name"),
    QT_TRANSLATE_NOOP("Faults", "Choose a new folder"),
    QT_TRANSLATE_NOOP("Faults", "Choose another"),
    QT_TRANSLATE_NOOP("Faults", "Choose one of: {names}"),
    QT_TRANSLATE_NOOP("Faults", "Open its folder instead"),
    QT_TRANSLATE_NOOP("Faults", "Reopen the case"),
    QT_TRANSLATE_NOOP("Faults", "Close the case here and open it again to see the changes"),
    QT_TRANSLATE_NOOP("Faults", "Put the image back, or open the case again"),
    QT_TRANSLATE_NOOP("Faults", "Open the case once from where its images are now"),
    QT_TRANSLATE_NOOP("Faults", "Open the cases once from where their images are now"),
    QT_TRANSLATE_NOOP("Faults", "Choose two or more cells of one field"),
    QT_TRANSLATE_NOOP("Faults", "Choose cells of one field"),
    QT_TRANSLATE_NOOP("Faults", "Draw on a field"),
    QT_TRANSLATE_NOOP("Faults", "Draw a box around the whole cell"),
    QT_TRANSLATE_NOOP("Faults", "Delete {cell} first"),
    QT_TRANSLATE_NOOP("Faults", "Label it as an artefact instead"),
    QT_TRANSLATE_NOOP("Faults", "Label it by hand"),
    QT_TRANSLATE_NOOP("Faults", "Label the cell by hand, or analyse again"),
    QT_TRANSLATE_NOOP("Faults", "Press the key of its class"),
    QT_TRANSLATE_NOOP("Faults", "Press its class's key"),
    QT_TRANSLATE_NOOP("Faults", "Press the key of the class that it is"),
    QT_TRANSLATE_NOOP("Faults", "Click in the middle of the cell, or draw a box round it"),
    QT_TRANSLATE_NOOP("Faults", "Click an empty part of the picture"),
    QT_TRANSLATE_NOOP("Faults", "Click an empty part between the cells"),
    QT_TRANSLATE_NOOP("Faults", "Analyse the case first"),
    QT_TRANSLATE_NOOP("Faults", "Update LeukView"),
    QT_TRANSLATE_NOOP("Faults", "Update LeukView; the database was left as it is"),
    QT_TRANSLATE_NOOP("Faults", "Write a note instead"),
    QT_TRANSLATE_NOOP(
        "Faults",
        "Write a note on the nearest cell; a cell that is missing can be added once both readers are done",
    ),
    QT_TRANSLATE_NOOP("Faults", "Decide on its class instead, for one that is no cell on artefact"),
    QT_TRANSLATE_NOOP("Faults", "Sign once both readers are done"),
    QT_TRANSLATE_NOOP("Faults", "Start one first"),
    QT_TRANSLATE_NOOP("Faults", "Go on with that reading"),
    QT_TRANSLATE_NOOP("Faults", "Write the second reader's name"),
    QT_TRANSLATE_NOOP("Faults", "Write who read first and who reads now"),
    QT_TRANSLATE_NOOP("Faults", "Decide on one label first"),
    QT_TRANSLATE_NOOP("Faults", "Decide on one label in the case"),
    QT_TRANSLATE_NOOP("Faults", "Type your name"),
    QT_TRANSLATE_NOOP("Faults", "Type your name as it shall stand on the report"),
    QT_TRANSLATE_NOOP("Faults", "Say why the signed report must be changed"),
    QT_TRANSLATE_NOOP("Faults", "Do that first"),
    QT_TRANSLATE_NOOP("Faults", "Accept it, or mend it"),
    QT_TRANSLATE_NOOP("Faults", "Sign again once something has changed"),
    QT_TRANSLATE_NOOP("Faults", "Change it as it is"),
    QT_TRANSLATE_NOOP("Faults", "Go step by step, as far as your own steps reach"),
    QT_TRANSLATE_NOOP("Faults", "Choose each slide once"),
    QT_TRANSLATE_NOOP("Faults", "Choose several slides of one patient"),
    QT_TRANSLATE_NOOP("Faults", "Choose one patient's slides"),
    QT_TRANSLATE_NOOP("Faults", "Enter the patient in the case's details"),
    QT_TRANSLATE_NOOP("Faults", "Choose the slides again"),
    QT_TRANSLATE_NOOP("Faults", "Confirm or relabel cells, then come back"),
    QT_TRANSLATE_NOOP("Faults", "Let it come to its end"),
    QT_TRANSLATE_NOOP("Faults", "Wait for it, or choose another folder"),
    QT_TRANSLATE_NOOP("Faults", "Give a folder for each class in one folder, or a CSV"),
    QT_TRANSLATE_NOOP("Faults", "Give a folder with a subfolder for each class, or a CSV"),
    QT_TRANSLATE_NOOP("Faults", "Give a CSV with the columns path and cls"),
    QT_TRANSLATE_NOOP("Faults", "Save it as 'CSV UTF-8'"),
    QT_TRANSLATE_NOOP("Faults", "Save it as CSV"),
    QT_TRANSLATE_NOOP("Faults", "Correct that line"),
    QT_TRANSLATE_NOOP("Faults", "Choose a recipe file (.toml)"),
    QT_TRANSLATE_NOOP("Faults", "Put every patient in one split"),
    QT_TRANSLATE_NOOP("Faults", "Put every smear in one split"),
    QT_TRANSLATE_NOOP("Faults", "Label more cells, ten a class or more, and adapt again"),
    QT_TRANSLATE_NOOP("Faults", "Check the images named above"),
    QT_TRANSLATE_NOOP("Faults", "Use letters and digits, e.g. --site ward7"),
)
"""What the user can do."""

FAULTS = (
    QT_TRANSLATE_NOOP(
        "Faults",
        "{where} cannot be written: it is protected, or open in another program. Close it there, or choose another folder.",
    ),
    QT_TRANSLATE_NOOP("Faults", "Writing to {out} failed ({error}). Free some space or choose another folder."),
    QT_TRANSLATE_NOOP("Faults", "{out} cannot be written ({error}). Choose another folder."),
    QT_TRANSLATE_NOOP("Faults", "{out} cannot be written ({error}). Free some space or choose another."),
    QT_TRANSLATE_NOOP("Faults", "{out} cannot be written ({error}). Free some space."),
    QT_TRANSLATE_NOOP("Faults", "{out} cannot be written ({error})."),
    QT_TRANSLATE_NOOP("Faults", "This computer ran out of memory."),
    QT_TRANSLATE_NOOP("Faults", "the settings {file} cannot be saved ({error})"),
    QT_TRANSLATE_NOOP("Faults", "the keys cannot be written to {file} ({error})"),
    QT_TRANSLATE_NOOP(
        "Faults", "the data folder {folder} cannot be made ({error}). Choose another one with LEUKVIEW_DATA"
    ),
    QT_TRANSLATE_NOOP("Faults", "the case database {file} is damaged ({error}). It was left as it is"),
    QT_TRANSLATE_NOOP("Faults", "The weights {file} are missing. Reinstall LeukView."),
    QT_TRANSLATE_NOOP(
        "Faults",
        "The weights {file} are not the ones their manifest describes (SHA-256 {found}… instead of {meant}…). "
        "They are not used. Reinstall LeukView.",
    ),
    QT_TRANSLATE_NOOP(
        "Faults", "The weights {file} are missing. Copy the model's files there again from where it was made."
    ),
    QT_TRANSLATE_NOOP(
        "Faults",
        "The weights {file} are not the ones their manifest describes (SHA-256 {found}… instead of {meant}…). "
        "They are not used. Copy the model's files there again from where it was made.",
    ),
    QT_TRANSLATE_NOOP("Faults", "The model {id} is not installed ({file} is missing). Reinstall LeukView."),
    QT_TRANSLATE_NOOP(
        "Faults",
        "The model {id} has no model card that can be read ({file}). Training writes one beside the weights.",
    ),
    QT_TRANSLATE_NOOP(
        "Faults", "The weights that analysed this case, {title} ({sha}…), are not on this computer any more."
    ),
    QT_TRANSLATE_NOOP("Faults", "The pipeline {id} has no weights here: {why}"),
    QT_TRANSLATE_NOOP("Faults", "The user guide is missing (looked in {folder}). Reinstall LeukView."),
    QT_TRANSLATE_NOOP("Faults", "Reinstall LeukView."),
    QT_TRANSLATE_NOOP("Faults", "Copy the .json, .safetensors and .md that a training writes from RUN into {folder}."),
    QT_TRANSLATE_NOOP("Faults", "The training cannot be started ({error}): {command}"),
    QT_TRANSLATE_NOOP(
        "Faults",
        "Memory does not suffice for {few} at a time ({why}). Close other programs, or choose a recipe with a smaller "
        "network or input.",
    ),
)
"""Faults of this computer or the installation, whole."""


def what(text: str) -> str:
    """Return what a mistake is about; files, folders and cells as they are."""
    return known("Faults", WHATS, text)


def reason(text: str) -> str:
    """Return why something cannot be used."""
    return known("Faults", REASONS, text)


def remedy(text: str) -> str:
    """Return what the user can do."""
    return known("Faults", REMEDIES, text)


def fault(text: str) -> str:
    """Return what is said of a fault of this computer."""
    return known("Faults", FAULTS, text)


def whole(text: str) -> str:
    """Return a mistake or a fault that was put together already, as ``file: reason`` or ``file: reason. What to do.`` is."""
    if current() == SOURCE or (said := fault(text)) != text:
        return text if current() == SOURCE else said
    for start in _ends(text, ": "):
        about, rest = text[:start], text[start + 2 :]
        for end in (*_ends(rest, ". "), len(rest.rstrip("."))):
            if (why := reason(rest[:end])) != rest[:end]:
                do = rest[end:].lstrip(". ")
                do = f". {remedy(do.rstrip('.'))}." if do else rest[end:]
                return f"{what(about)}: {why}{do}"
    return text


def _ends(text: str, mark: str) -> list[int]:
    return [place for place in range(len(text)) if text.startswith(mark, place)]
