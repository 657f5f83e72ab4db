"""``leukview analyze``: images in; tables, report and summary out."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leukview.cli.outcome import ExitCode, make_folder
from leukview.cli.progress import TerminalProgress, interruptible
from leukview.domain.errors import InputProblem

if TYPE_CHECKING:
    from leukview.domain.case import Case
    from leukview.domain.differential import Ranges
    from leukview.domain.smear_rule import SmearRule
    from leukview.pipelines.base import Pipeline
    from leukview.reporting.csv_export import CaseRow
    from leukview.services.analyse import AnalysisOptions
    from leukview.services.batch import AnalysedCase

__all__ = ["Device", "Header", "InputKind", "Run", "analyze", "make_options", "parse_formats"]

FORMATS = ("csv", "pdf", "json")
_PROBLEMS_SHOWN = 5


class InputKind(StrEnum):
    """What the images show."""

    AUTO = "auto"
    CELLS = "cells"
    FIELDS = "fields"


class Device(StrEnum):
    """Where the network runs."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


class Outliner(StrEnum):
    """Who outlines cells; see :mod:`leukview.segmentation.choice`."""

    LEARNED = "learned"
    SAM = "sam"
    CLASSICAL = "classical"


def parse_formats(text: str) -> frozenset[str]:
    """Return the formats of a comma-separated list.

    Raises
    ------
    typer.BadParameter
        When one is unknown, or none is named.
    """
    names = [part.strip().lower() for part in text.split(",") if part.strip()]
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        what = f"{', '.join(unknown)} is not among them" if unknown else "none is named"
        raise typer.BadParameter(f"choose from {', '.join(FORMATS)}, separated by commas; {what}")
    return frozenset(names)


def analyze(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT",
            help="Folder of cell images or smear fields, with its subfolders; or one image.",
        ),
    ],
    *,
    out: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="OUT", file_okay=False, help="Folder for the results."),
    ],
    pipeline: Annotated[str, typer.Option(help="Pipeline id; see 'leukview models'.")] = "leukview",
    models: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="Folder of the pipeline's weights; those installed by default."
        ),
    ] = None,
    input_kind: Annotated[
        InputKind, typer.Option(help="Whether images show one cell each or whole fields.")
    ] = InputKind.AUTO,
    device: Annotated[Device, typer.Option(help="Where the network runs.")] = Device.AUTO,
    segmenter: Annotated[
        Outliner,
        typer.Option(
            help="Who outlines cells: the learned network (the most exact); SAM, asked for each cell that is found; or stain and "
            "shape alone."
        ),
    ] = Outliner.LEARNED,
    masks: Annotated[bool, typer.Option("--masks", help="Also write each cell's mask.")] = False,
    heatmaps: Annotated[bool, typer.Option("--heatmaps", help="Also write each cell's heat map.")] = False,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Any of csv, pdf, json, separated by commas.")
    ] = ",".join(FORMATS),
    case_per_folder: Annotated[
        bool,
        typer.Option("--case-per-folder", help="Each direct subfolder of INPUT is one case, written to OUT/NAME."),
    ] = False,
    operator: Annotated[str, typer.Option(help="Name on the report; the one in the settings by default.")] = "",
    laboratory: Annotated[str, typer.Option(help="Laboratory on the report; from the settings by default.")] = "",
    ranges: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Reference ranges (.toml); from the settings by default."),
    ] = None,
    rule: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="Smear rule (.toml), e.g. one with the thresholds that 'leukview smears' chose; the shipped one by default.",
        ),
    ] = None,
) -> None:
    """Analyse a folder of images: segment and classify every cell, count, and write tables and a report.

    Exit code 0: all images read; 3: some could not be read (see problems.csv); 2: wrong usage; 1: failure;
    130: stopped with Ctrl-C, after writing what had been analysed.
    """
    chosen = parse_formats(formats)
    if not source.exists():
        raise typer.BadParameter(
            f"'{source}' does not exist. Check how it is written, and that its drive is connected", param_hint="INPUT"
        )
    if source.resolve() == out.resolve():
        raise typer.BadParameter("OUT must be another folder than INPUT", param_hint="'-o' / '--output'")
    if case_per_folder and not source.is_dir():
        raise typer.BadParameter("--case-per-folder needs a folder", param_hint="INPUT")
    run = Run(
        out=out,
        options=make_options(pipeline, input_kind, device, segmenter, models),
        formats=chosen,
        masks=masks,
        heatmaps=heatmaps,
        header=_header(operator, laboratory, ranges),
        smear_rule=_smear_rule(rule),
        # The rule answers for boldu2021's smears; of any other smear it is asked, or stands in the report.
        says_smear=case_per_folder or rule is not None or pipeline == "boldu2021",
    )
    make_folder(out)
    with interruptible() as stop:
        code = run.cases(source, stop) if case_per_folder else run.one(source, out, stop)
    raise typer.Exit(code)


def make_options(
    pipeline: str,
    input_kind: InputKind,
    device: Device,
    segmenter: Outliner = Outliner.LEARNED,
    models: Path | None = None,
) -> AnalysisOptions:
    """Return the analysis options.

    Raises
    ------
    typer.BadParameter
        When there is no such pipeline.
    EnvironmentFault
        When its weights are missing or damaged.
    """
    from leukview.services.analyse import AnalysisOptions, pipeline_classes

    try:
        pipeline_classes(pipeline, models)
    except InputProblem as problem:
        raise typer.BadParameter(str(problem), param_hint="'--pipeline'") from None
    return AnalysisOptions(pipeline, input_kind.value, device.value, segmenter.value, models)


@dataclass(frozen=True, slots=True)
class Header:
    """What the laboratory puts on every report: its name, the operator's, its reference ranges (None: shipped), its target."""

    operator: str = ""
    laboratory: str = ""
    ranges: Ranges | None = None
    target: int | None = None


def _header(operator: str, laboratory: str, ranges: Path | None) -> Header:
    """Return what was asked for, else what the settings say.

    Raises
    ------
    InputProblem
        When the ranges file cannot be read: flags by other ranges than the laboratory's own would be wrong ones.
    """
    from leukview.domain.differential import load_ranges
    from leukview.services.settings import load_settings

    settings, problem = load_settings()
    if problem is not None:
        typer.echo(f"{problem.file}: {problem.reason}. {problem.remedy}.", err=True)
    if ranges is None and settings.ranges_file:
        ranges = Path(settings.ranges_file).expanduser()
    names = operator or settings.operator, laboratory or settings.lab_name
    return Header(*names, load_ranges(ranges), settings.target)


def _smear_rule(path: Path | None) -> SmearRule:
    from leukview.domain.smear_rule import load_smear_rule

    return load_smear_rule(path)


class Run:
    """One invocation: what to analyse with and what to write.

    Parameters
    ----------
    out:
        The output folder; never analysed, even where it lies within the input.
    options:
        Pipeline, kind of input, device.
    formats:
        Any of ``csv``, ``pdf``, ``json``.
    masks, heatmaps:
        Whether to write each cell's mask and heat map.
    header:
        What the laboratory puts on every report.
    smear_rule:
        The rule that answers for a smear; the shipped one by default.
    says_smear:
        Whether to print its answer; report and tables hold it in any case.
    """

    def __init__(
        self,
        *,
        out: Path,
        options: AnalysisOptions,
        formats: frozenset[str] = frozenset(FORMATS),
        masks: bool = False,
        heatmaps: bool = False,
        header: Header = Header(),
        smear_rule: SmearRule | None = None,
        says_smear: bool = False,
    ) -> None:
        self.out = out
        self.options = options
        self.formats = formats
        self.masks = masks
        self.heatmaps = heatmaps
        self.header = header
        self.smear_rule = smear_rule
        self.says_smear = says_smear
        self._loaded: Pipeline | None = None

    def one(self, source: Path, out: Path, stop: threading.Event) -> ExitCode:
        """Analyse one case into ``out`` and say how it went."""
        return _code([self._case(source, out, stop, empty_is_error=True)])

    def cases(self, root: Path, stop: threading.Event) -> ExitCode:
        """Analyse every direct subfolder into a folder of its own, and list the cases in ``cases.csv``."""
        from leukview.services.batch import case_folders
        from leukview.services.export import export_cases

        folders = case_folders(root, self.out)
        self._say_loose_files(root)
        done: list[_Done] = []
        for folder in folders:
            if stop.is_set():
                break
            done.append(self._case(folder, self.out / folder.name, stop, empty_is_error=False))
            export_cases([item.row for item in done], self.out)
        if len(done) < len(folders):
            typer.echo(f"Not begun: {', '.join(folder.name for folder in folders[len(done) :])}")
        typer.echo(f"Cases are listed in {self.out / 'cases.csv'}, what most cells of each are called in smear_answer")
        return _code(done)

    def _say_loose_files(self, root: Path) -> None:
        loose = [path for path in root.iterdir() if path.is_file() and not path.name.startswith(".")]
        if loose:
            typer.echo(f"Left out: {len(loose)} file(s) directly in {root}, which belong to no case.", err=True)

    def _case(self, source: Path, out: Path, stop: threading.Event, *, empty_is_error: bool) -> _Done:
        """Analyse and write one case."""
        from leukview.services.analyse import pipeline_classes
        from leukview.services.batch import analyse_case
        from leukview.services.export import case_row

        make_folder(out)
        with TerminalProgress(source.resolve().name, stop) as progress:
            analysed = analyse_case(
                source,
                self.options,
                pipeline=self._loaded,
                exclude=self.out,
                empty_is_error=empty_is_error,
                progress=progress,
            )
        if analysed.stopped:
            typer.echo("Stopped. Writing what was analysed (Ctrl-C again gives that up) …", err=True)
        self._loaded = analysed.pipeline or self._loaded
        self._write(analysed, out)
        self._say(analysed.case, out)
        known = pipeline_classes(self.options.pipeline, self.options.models)
        row = case_row(analysed.case, known, self.smear_rule)
        return _Done(row, bool(analysed.case.problems), analysed.stopped)

    def _write(self, analysed: AnalysedCase, out: Path) -> None:
        from leukview.services.analyse import pipeline_classes
        from leukview.services.export import export_case
        from leukview.services.heatmaps import Heatmaps

        maps = Heatmaps(device=self.options.device)
        if analysed.pipeline is not None:
            maps.use(analysed.pipeline)
        # Someone who stops the run does not want to wait for one heat map per cell; the report's few are kept.
        with TerminalProgress("Writing") as progress:
            export_case(
                analysed.case,
                out,
                formats=set(self.formats),
                masks=analysed.masks.get,
                heatmap=lambda cell: analysed.heatmap(maps, cell),
                operator=self.header.operator,
                laboratory=self.header.laboratory,
                ranges=self.header.ranges,
                target=self.header.target,
                smear_rule=self.smear_rule,
                classes=pipeline_classes(self.options.pipeline, self.options.models),
                write_masks=self.masks,
                write_heatmaps=self.heatmaps and not analysed.stopped,
                partial=analysed.stopped,
                progress=progress,
            )

    def _say(self, case: Case, out: Path) -> None:
        from leukview.domain.differential import count_cells
        from leukview.domain.rules import suggest
        from leukview.domain.smear import set_aside_words, smear_domain

        differential = count_cells(case.cells.values())
        suggestion = suggest(differential, smear_rule=self.smear_rule)
        marked = " (synthetic)" if case.info.synthetic else ""
        typer.echo(
            f"{case.info.name}{marked}: {len(case.images)} images, {len(case.cells)} cells, "
            f"{differential.total} counted. {suggestion.text}"
        )
        if aside := set_aside_words(case.cells.values()):
            typer.echo(aside)
        for alert in suggestion.alerts:
            typer.echo(f"URGENT: {alert.rule.title}: {alert.inputs}")
        if self.says_smear and suggestion.smear is not None and differential.total:
            typer.echo(f"Most cells are called: {suggestion.smear.called}. {suggestion.smear.words}")
        if notice := smear_domain(case.cells.values()).notice:
            typer.echo(notice)
        for problem in list(case.problems.values())[:_PROBLEMS_SHOWN]:
            typer.echo(
                f"Not used: {problem.file}: {problem.reason}." + (f" {problem.remedy}." if problem.remedy else "")
            )
        if len(case.problems) > _PROBLEMS_SHOWN:
            listed = f"; {out / 'problems.csv'} lists all" if "csv" in self.formats else ""
            typer.echo(f"Not used: {len(case.problems) - _PROBLEMS_SHOWN} more files{listed}")
        typer.echo(f"Results are in {out}. For Research Use Only. Not for use in diagnostic procedures.")


@dataclass(frozen=True, slots=True)
class _Done:
    """What is kept of a finished case: its row of ``cases.csv``, and what decides the exit code."""

    row: CaseRow
    problems: bool
    stopped: bool


def _code(done: list[_Done]) -> ExitCode:
    if any(item.stopped for item in done):
        return ExitCode.INTERRUPTED
    return ExitCode.SOME_UNREADABLE if any(item.problems for item in done) else ExitCode.OK
