"""A blinded proficiency test: which cells are drawn, in which order, and how the answers are scored."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Literal

from leukview.domain.differential import clopper_pearson
from leukview.domain.errors import InputProblem
from leukview.domain.reference import ReferenceCell
from leukview.domain.taxonomy import taxonomy

__all__ = [
    "NO_ANSWER",
    "Answer",
    "Attempt",
    "Balance",
    "ClassScore",
    "End",
    "Item",
    "Miss",
    "Mode",
    "Outcome",
    "Plan",
    "Rate",
    "Score",
    "allocate",
    "counted_as",
    "draw",
    "group_of",
    "score",
]

Mode = Literal["test", "training"]
"""``test``: the key is shown at the end. ``training``: after each cell, so that the score is no measure of what one knew."""
Balance = Literal["as in the set", "equal"]
NO_ANSWER = ""
"""The answer of somebody who ran out of time."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a test is made.

    Attributes
    ----------
    n:
        How many cells.
    seed:
        Any whole number; the same one draws the same cells from the same set, in the same order.
    balance:
        Whether classes come in the set's proportions, or alike as far as there are cells.
    mode:
        See :data:`Mode`.
    limit_s:
        Seconds for a cell, 0 for as many as one likes.
    """

    n: int
    seed: int
    balance: Balance = "as in the set"
    mode: Mode = "test"
    limit_s: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A cell of a test with its key.

    Attributes
    ----------
    picture:
        Its picture's hash; see :class:`leukview.domain.reference.NewReference`.
    label:
        The reference class id.
    pixel_um:
        Side of a pixel in µm, or None.
    source_sha256:
        Of the image file it was taken from; empty where nobody knows.
    synthetic:
        Whether it was drawn by a program.
    whose:
        Whose word the label is, in words.
    """

    picture: str
    label: str
    pixel_um: float | None = None
    source_sha256: str = ""
    synthetic: bool = False
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one cell.

    Attributes
    ----------
    place:
        Which cell of the test, from 0.
    class_id:
        The class, or :data:`NO_ANSWER`.
    seconds:
        For how long the cell was on show before.
    sitting:
        From 1; one more each time that the test was taken up again.
    """

    place: int
    class_id: str
    seconds: float
    sitting: int = 1


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its exact (Clopper–Pearson) 95 % interval, as fractions; without any cell there is none."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The share, 0–1; None of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """The interval; 0–1 of nothing."""
        return clopper_pearson(self.hits, self.total)

    @property
    def words(self) -> str:
        """E.g. ``18 of 20 = 90.0 % (68.3–98.8)``; a dash of nothing."""
        if not self.total:
            return "–"
        low, high = self.interval
        return f"{self.hits} of {self.total} = {100 * self.hits / self.total:.1f} % ({100 * low:.1f}–{100 * high:.1f})"


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One class: of its cells, those that were named so; and of the cells that were named so, those that are."""

    class_id: str
    sensitivity: Rate
    precision: Rate


@dataclass(frozen=True, slots=True)
class Miss:
    """A cell that was named otherwise than the reference."""

    place: int
    item: Item
    class_id: str


@dataclass(frozen=True, slots=True)
class Score:
    """The result of a test.

    Attributes
    ----------
    right:
        Cells named as the reference has them; a cell without an answer is not right.
    by_group:
        The same where classes of one group (neutrophils, blasts, …) count alike.
    classes:
        In report order, of the classes that were asked or given.
    confusion:
        (reference, answer) → cells.
    misses:
        In the order of the test.
    unanswered:
        Cells without an answer.
    changed:
        Cells whose answer was changed before the end.
    sittings:
        In how many sittings.
    seconds, median_s:
        Time on show in all, and of the middle cell; 0 of no cell.
    kappa, group_kappa:
        Cohen's kappa with the reference, unweighted, with its 95 % interval; by class, and by group. None where it is not
        defined, or not asked for: it takes a library.
    """

    right: Rate
    by_group: Rate
    classes: tuple[ClassScore, ...]
    confusion: Mapping[tuple[str, str], int]
    misses: tuple[Miss, ...]
    unanswered: int
    changed: int
    sittings: int
    seconds: float
    median_s: float
    kappa: tuple[float, float, float] | None = None
    group_kappa: tuple[float, float, float] | None = field(default=None)


End = Literal["", "finished", "abandoned"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A test that somebody sat or sits.

    Attributes
    ----------
    id:
        Its number.
    reader:
        Who sits it.
    program:
        Of a pipeline: ``id``, ``title``, ``weights_sha256`` and ``warnings``; None of a person.
    source:
        The name of the set, or of the consensus, that the cells are from.
    set_id:
        The set's number, or None.
    plan, items:
        What was asked for, and the cells with their key.
    items_sha256:
        SHA-256 over the cells and their key: two attempts with the same one are the same test.
    utc, software:
        When it began (ISO 8601 in UTC), and with which LeukView.
    end, ended:
        How it ended, empty while it has not, and when.
    """

    id: int
    reader: str
    program: dict[str, Any] | None
    source: str
    set_id: int | None
    plan: Plan
    items: tuple[Item, ...]
    items_sha256: str
    utc: str
    software: str
    end: End = ""
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished test with its score, and the earlier ones to compare with.

    Attributes
    ----------
    attempt, score, answers:
        The test, its score, and every answer in the order in which they were given.
    earlier:
        The same person's other finished tests, oldest first, each with its score.
    program:
        The program's attempts at the very same cells, with their scores.
    """

    attempt: Attempt
    score: Score
    answers: tuple[Answer, ...] = ()
    earlier: tuple[tuple[Attempt, Score], ...] = ()
    program: tuple[tuple[Attempt, Score], ...] = ()


# -- drawing --------------------------------------------------------------------------------------------------------------


def allocate(available: Mapping[str, int], n: int, balance: Balance, seed: int = 0) -> dict[str, int]:
    """Return how many cells of each class a test of ``n`` has; never more than there are, and ``n`` in all.

    Parameters
    ----------
    available:
        Class id → cells of the set.
    n:
        1 to the number of cells.
    balance:
        ``as in the set``: each class's share, to the largest remainder. ``equal``: one of each class in turn as long as it has
        cells; which classes get one more than others hangs on the seed.

    Raises
    ------
    InputProblem
        When there are fewer cells.
    """
    total = sum(available.values())
    if not 0 < n <= total:
        raise InputProblem(
            f"{n} cells", f"the set has {total}", f"Ask for 1 to {total}" if total else "Add cells first"
        )
    if balance == "equal":
        turn = sorted(available, key=lambda name: _key(seed, "class", name))
        got = dict.fromkeys(available, 0)
        while sum(got.values()) < n:
            for name in turn:
                if got[name] < available[name] and sum(got.values()) < n:
                    got[name] += 1
        return got
    got = {name: n * count // total for name, count in available.items()}
    rest = sorted(available, key=lambda name: (-(n * available[name] % total), _key(seed, "class", name)))
    for name in rest[: n - sum(got.values())]:
        got[name] += 1
    return got


def draw(cells: Sequence[ReferenceCell], plan: Plan) -> list[Item]:
    """Draw the cells of a test, in the order in which they are shown.

    The same seed gives the same test whatever the order of the set, on every machine and with every version of Python.

    Raises
    ------
    InputProblem
        When there are fewer cells than asked for.
    """
    by_class: dict[str, list[ReferenceCell]] = defaultdict(list)
    for cell in cells:
        by_class[cell.label].append(cell)
    share = allocate({name: len(found) for name, found in by_class.items()}, plan.n, plan.balance, plan.seed)
    chosen: list[ReferenceCell] = []
    for name, found in by_class.items():
        chosen += sorted(found, key=lambda cell: _key(plan.seed, "draw", cell.picture))[: share[name]]
    chosen.sort(key=lambda cell: _key(plan.seed, "order", cell.picture))
    return [
        Item(cell.picture, cell.label, cell.pixel_um, cell.source_sha256, cell.synthetic, cell.whose_words)
        for cell in chosen
    ]


def _key(seed: int, what: str, name: str) -> str:
    return hashlib.sha256(f"{seed}:{what}:{name}".encode()).hexdigest()


# -- scoring --------------------------------------------------------------------------------------------------------------


def score(items: Sequence[Item], answers: Sequence[Answer]) -> Score:
    """Score the answers: the last one to each cell counts. The kappas are left out.

    Where the reference is coarse (a neutrophil, not told whether segmented or band), an answer within it counts as it.

    Parameters
    ----------
    items:
        The test's cells.
    answers:
        In the order in which they were given.
    """
    last = {answer.place: answer for answer in answers}
    pairs = [
        (item, counted_as(item.label, last[place].class_id) if place in last else NO_ANSWER)
        for place, item in enumerate(items)
    ]
    confusion = Counter((item.label, given) for item, given in pairs)
    asked, given = Counter(item.label for item, _ in pairs), Counter(said for _, said in pairs if said)
    first: dict[int, str] = {}
    changed = set()
    spent: dict[int, float] = defaultdict(float)
    for answer in answers:
        if first.setdefault(answer.place, answer.class_id) != answer.class_id:
            changed.add(answer.place)
        spent[answer.place] += answer.seconds
    known = taxonomy().sorted(name for name in {*asked, *given} if name in taxonomy())
    return Score(
        Rate(sum(item.label == said for item, said in pairs), len(pairs)),
        Rate(sum(bool(said) and group_of(item.label) == group_of(said) for item, said in pairs), len(pairs)),
        tuple(
            ClassScore(name, Rate(confusion[name, name], asked[name]), Rate(confusion[name, name], given[name]))
            for name in known
        ),
        dict(confusion),
        tuple(Miss(place, item, said) for place, (item, said) in enumerate(pairs) if item.label != said),
        sum(not said for _, said in pairs),
        len(changed),
        max((answer.sitting for answer in answers), default=1),
        sum(spent.values()),
        median(spent.values()) if spent else 0.0,
    )


def counted_as(label: str, said: str) -> str:
    """Return what an answer counts as beside a reference: the reference itself where that is coarse and holds the answer.

    A class that this version does not know, of a test that another one took, holds nothing but itself.
    """
    return label if said and label in taxonomy() and said in taxonomy().members(label) else said


def group_of(class_id: str) -> str:
    """Return the coarser group of a class, e.g. ``neutrophil``; of a class outside the count, or not known, itself."""
    if class_id not in taxonomy():
        return class_id
    known = taxonomy()[class_id]
    return known.group if known.counted else known.id
