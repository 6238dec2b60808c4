"""A ranking in words: its rule, its ties, what separates two neighbours, why one has no place. No queries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.scoring import (
    BALLOT,
    Basis,
    Effect,
    Knock,
    Place,
    Ranking,
    RankingRule,
    Separation,
    Sheet,
    Unranked,
    nodes,
)
from emulation.vietnamese import format_number, trimmed

Unit = object
MOST_TIED, MOST_BESIDE = 20, 3
"""Names of equal members in the sentence above a ranking, and in the note beside a place."""


@dataclass(frozen=True)
class Known:
    """What a ranking does not know itself: the names of its units, and the words of its criteria and groups."""

    names: Mapping[Unit, str]
    texts: Mapping[str, str]

    def name(self, unit: Unit) -> str:
        return self.names[unit]

    def listed(self, units: Sequence[Unit], most: int) -> str:
        """The first `most` names, and how many more there are."""
        names = [self.name(unit) for unit in units[:most]]
        if len(units) > most:
            names.append(_("%(count)s more") % {"count": len(units) - most})
        return ", ".join(names)

    def step(self, code: str) -> str:
        """ "D Tổ chức, thi đua - khen thưởng", or the secret ballot."""
        if code == BALLOT:
            return _("the secret ballot")
        return f"{code} {self.texts.get(code, '')}".strip()


def known_of(sheet: Sheet, names: Mapping[Unit, str]) -> Known:
    """The names, with the words of the groups and criteria of the sheet."""
    return Known(names, {node.code: node.text for node in nodes(sheet)})


def number(value: Decimal | None) -> str:
    """As every screen and paper shows points; a dash where there are none."""
    return "-" if value is None else format_number(trimmed(value))


def rule_words(rule: RankingRule, known: Known) -> str:
    """The rule in one sentence or two."""
    if rule.basis is Basis.POINTS:
        first = _("Places go by the total of points.")
    elif rule.basis is Basis.SHARE:
        first = _(
            "Places go by points over points possible, since not every criterion applies to every member."
        )
    else:
        first = basis_words(rule.basis)
    if not rule.tie_break:
        rest = _("Equal members share a place: the sheet names no order for them.")
    else:
        steps = ", ".join(known.step(code) for code in rule.tie_break)
        rest = _("Where equal, one after the other decides: %(steps)s.") % {"steps": steps}
    return f"{first} {rest}"


def basis_words(basis: Basis) -> str:
    """What members of unlike sectors are measured by."""
    return {
        Basis.POINTS: _("By the total of points."),
        Basis.SHARE: _("By points over points possible."),
        Basis.SECTOR_SHARE: _(
            "By points over points possible, of the criteria that may be compared between sectors."
        ),
        Basis.SECTOR_MEAN: _("By that share over the mean of the member's own sector."),
        Basis.SECTOR_MEDIAN: _("By that share over the median of the member's own sector."),
    }[basis]


def enough_words(ranking: Ranking) -> str:
    """That there are too few peers to compare; empty where there are enough."""
    if ranking.enough:
        return ""
    return _(
        "Not enough to compare: %(peers)s members with a place, at least %(least)s are needed. "
        "The points stand; places say nothing and no flag is proposed by them."
    ) % {"peers": ranking.peers, "least": ranking.rule.least_peers}


def ties_words(ranking: Ranking, known: Known) -> list[str]:
    """One sentence for each set of equal members, with what could still part them."""
    found = []
    for place in ranking.places:
        if not place.shared_with or (place.before is not None and place.before.step == ""):
            continue
        facts = {"place": place.place, "names": known.listed([place.unit, *place.shared_with], MOST_TIED)}
        head = _("Equal on place %(place)s: %(names)s.") % facts
        found.append(f"{head} {_waits(place, known)}".strip())
    return found


def _waits(place: Place, known: Known) -> str:
    if BALLOT in place.untold:
        return _("Nothing before it parts them: the secret ballot decides.")
    if place.untold:
        steps = ", ".join(known.step(code) for code in place.untold)
        return _("Not yet to be compared, a score is missing: %(steps)s.") % {"steps": steps}
    return _("The written order is used up; they share the place.")


AHEAD = {
    "TIE": gettext_lazy("Equal with %(other)s: they share the place."),
    "BALLOT": gettext_lazy("Equal with %(other)s by points; ahead of it by the secret ballot."),
    "POINTS": gettext_lazy("Ahead of %(other)s by %(difference)s points: %(mine)s against %(theirs)s."),
    "SHARE": gettext_lazy("Ahead of %(other)s: %(mine)s%% of what counts against %(theirs)s%%."),
    "STEP": gettext_lazy(
        "Equal with %(other)s before it; ahead by %(step)s: %(mine)s points against %(theirs)s."
    ),
}
BEHIND = {
    "TIE": AHEAD["TIE"],
    "BALLOT": gettext_lazy("Equal with %(other)s by points; behind it by the secret ballot."),
    "POINTS": gettext_lazy("Behind %(other)s by %(difference)s points: %(mine)s against %(theirs)s."),
    "SHARE": gettext_lazy("Behind %(other)s: %(mine)s%% of what counts against %(theirs)s%%."),
    "STEP": gettext_lazy(
        "Equal with %(other)s before it; behind by %(step)s: %(mine)s points against %(theirs)s."
    ),
}


def separation_words(one: Separation, known: Known, *, ahead: bool) -> str:
    """What lies between a member and its neighbour, from the member's side; `ahead`: the neighbour stands below."""
    facts = {
        "other": known.name(one.other),
        "mine": number(one.mine),
        "theirs": number(one.theirs),
        "difference": number(None if one.difference is None else abs(one.difference)),
        "step": known.step(one.step),
    }
    return str((AHEAD if ahead else BEHIND)[_kind(one.step)]) % facts


def _kind(step: str) -> str:
    if step in ("", BALLOT):
        return step or "TIE"
    if step in list(Basis):
        return "POINTS" if step == Basis.POINTS else "SHARE"
    return "STEP"


EFFECTS = {
    Effect.NO_FLAG: gettext_lazy("not proposed for the flag"),
    Effect.UNRANKED: gettext_lazy("not ranked"),
    Effect.DEDUCT: gettext_lazy("%(points)s points off"),
}
LACKS = {
    "NOT_SCORED": gettext_lazy("No points yet."),
    "NOTHING_POSSIBLE": gettext_lazy("No criterion applies to it."),
    "SECTOR_TOO_SMALL": gettext_lazy("Its sector has too few members to be measured by."),
    "KNOCKED_OUT": gettext_lazy("Not ranked."),
}


def knock_words(knock: Knock) -> str:
    """The condition that fell, what it does, and why it fell."""
    effect = str(EFFECTS[knock.effect]) % {"points": number(knock.points)}
    reason = f" ({knock.reason})" if knock.reason else ""
    return f"{knock.code} {knock.text}{reason}: {effect}."


def notes_of_place(place: Place, known: Known) -> list[str]:
    """What stands beside a place: who shares it, conditions that fell, scores that are missing."""
    notes = []
    if place.shared_with:
        notes.append(_("Equal with %(names)s.") % {"names": known.listed(place.shared_with, MOST_BESIDE)})
        if BALLOT in place.untold:
            notes.append(_("The secret ballot decides."))
    notes += [knock_words(knock) for knock in place.knocks]
    if place.missing:
        notes.append(_("Without points: %(codes)s.") % {"codes": ", ".join(place.missing)})
    return notes


def notes_of_unranked(one: Unranked) -> list[str]:
    """Why a member has no place."""
    words = [knock_words(knock) for knock in one.knocks]
    return words or [str(LACKS[one.reason])]


def account(places: Sequence[Place], unit: Unit, known: Known) -> Iterator[str]:
    """Why a member stands where it does: against the one above it, then against the one below."""
    (place,) = (one for one in places if one.unit == unit)
    if place.before is not None:
        yield separation_words(place.before, known, ahead=False)
    if place.after is not None:
        yield separation_words(place.after, known, ahead=True)
