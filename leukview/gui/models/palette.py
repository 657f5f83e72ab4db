"""What the command palette offers, and in which order what was typed brings it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from leukview.domain.fuzzy import Match, match
from leukview.gui.translation import translate

__all__ = ["MATCH_ROLE", "Kind", "Offer", "PaletteModel", "rank"]

_MOST_CASES = 30
"""Cases shown at most: there may be thousands, and a longer word finds the one that is meant."""
_RECENT = 12
"""Points of what was used last; each thing used before it gets one fewer."""
_ASIDE = 45
"""Points less where only what stands beside the name matches."""

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
MATCH_ROLE = _ROLE.UserRole + 1


class Kind(StrEnum):
    """What an offer is; in this order where nothing else decides."""

    ACTION = "action"
    CLASS = "class"
    PAGE = "page"
    CASE = "case"
    CELL = "cell"


_ORDER = {kind: number for number, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the palette can do.

    Attributes
    ----------
    id:
        Under which its use is remembered; the same from one start to the next.
    kind, title:
        What it is, and its name.
    act:
        Does it.
    where:
        Where else it is found, or what else is known of it.
    key:
        Its key in the user's writing.
    why_not:
        Why it cannot be done now; empty where it can.
    also:
        Further words by which it is found.
    class_id:
        The class whose colour stands beside it.
    checked:
        Whether it is switched on; None for what is no switch.
    """

    id: str
    kind: Kind
    title: str
    act: Callable[[], object]
    where: str = ""
    key: str = ""
    why_not: str = ""
    also: str = ""
    class_id: str = ""
    checked: bool | None = None


def rank(query: str, offers: Sequence[Offer], used: Sequence[str]) -> list[tuple[Offer, Match]]:
    """Return what matches, best first.

    Parameters
    ----------
    query:
        What was typed. Nothing offers everything but cells: what was used last first, then in the order given.
    offers:
        Everything there is.
    used:
        Ids of what was used, last first.
    """
    typed = query.strip()
    recent = {name: number for number, name in enumerate(used)}
    found = []
    for number, offer in enumerate(offers):
        hit = _hit(typed, offer)
        if hit is None:
            continue
        last = recent.get(offer.id)
        if typed:
            points = hit.points + (max(1, _RECENT - last) if last is not None else 0) - 15 * bool(offer.why_not)
            found.append(((-points, _ORDER[offer.kind], number), offer, hit))
        else:
            found.append(((last if last is not None else len(used), _ORDER[offer.kind], number), offer, hit))
    found.sort(key=lambda item: item[0])
    return _shortened(found)


def _hit(typed: str, offer: Offer) -> Match | None:
    if offer.kind is Kind.CELL:
        # A cell's name is searched as it stands: names differ by a digit.
        at = offer.title.lower().find(typed.lower()) if typed else -1
        return Match(55 + 80 * (len(typed) == len(offer.title)), tuple(range(at, at + len(typed)))) if at >= 0 else None
    hit = match(typed, offer.title)
    if hit is None and (offer.also or offer.where):
        hit = match(typed, f"{offer.title} {offer.where} {offer.also}", loose=False)
        if hit is not None:
            hit = Match(hit.points - _ASIDE, tuple(place for place in hit.places if place < len(offer.title)))
    return hit


def _shortened(found: Sequence[tuple[Any, Offer, Match]]) -> list[tuple[Offer, Match]]:
    cases = 0
    kept = []
    for _, offer, hit in found:
        cases += offer.kind is Kind.CASE
        if offer.kind is not Kind.CASE or cases <= _MOST_CASES:
            kept.append((offer, hit))
    return kept


class PaletteModel(QAbstractListModel):
    """The offers that match what was typed.

    Parameters
    ----------
    find:
        Returns further offers for what was typed, of which there are too many to hold them all ready.
    """

    def __init__(self, find: Callable[[str], list[Offer]] = lambda typed: [], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._offers: list[Offer] = []
        self._used: tuple[str, ...] = ()
        self._query = ""
        self._shown: list[tuple[Offer, Match]] = []

    def set_offers(self, offers: Sequence[Offer], used: Sequence[str] = ()) -> None:
        """Offer these, in this order where nothing is typed and nothing was used."""
        self._offers, self._used = list(offers), tuple(used)
        self.search(self._query)

    def add_offers(self, offers: Sequence[Offer]) -> None:
        """Offer these, too."""
        self.set_offers([*self._offers, *offers], self._used)

    def search(self, query: str) -> None:
        """Show what matches what was typed."""
        self._query = query
        self.beginResetModel()
        self._shown = rank(query, [*self._offers, *self._find(query)], self._used)
        self.endResetModel()

    def offer(self, row: int) -> Offer | None:
        """Return what stands in a row."""
        return self._shown[row][0] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let every row be reached, those that cannot be done as well: their reason is to be read."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return an offer's name, its whole line for a screen reader, the offer itself and the letters that matched."""
        if not index.isValid():
            return None
        offer, hit = self._shown[index.row()]
        values: Mapping[int, Any] = {
            _ROLE.DisplayRole: offer.title,
            _ROLE.UserRole: offer,
            MATCH_ROLE: hit.places,
            _ROLE.ToolTipRole: offer.why_not or offer.also,
            _ROLE.AccessibleTextRole: ", ".join(
                part
                for part in (
                    offer.title,
                    offer.key,
                    offer.where,
                    translate("Palette", "not now: {why_not}").format(why_not=offer.why_not) * bool(offer.why_not),
                )
                if part
            ),
        }
        return values.get(role)
