"""A ranking as plain JSON and back, so that what was frozen is read and never reckoned again."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from clusters.scoring.kinds import Effect
from clusters.scoring.ranking import BandsBy, Place, RankBand, Ranking, RankingRule, Separation, Unranked
from clusters.scoring.rounding import plain
from clusters.scoring.sectors import Basis, Standing
from clusters.scoring.totals import Knock

Data = dict[str, Any]


def ranking_data(ranking: Ranking) -> Data:
    """Every number as its text, exact; units must be plain JSON themselves (ids of seats)."""
    return {
        "rule": _rule(ranking.rule),
        "places": [_place(one) for one in ranking.places],
        "unranked": [
            {
                "unit": one.unit,
                "reason": one.reason,
                "standing": _standing(one.standing),
                "knocks": [_knock(knock) for knock in one.knocks],
            }
            for one in ranking.unranked
        ],
    }


def ranking_of(data: Mapping[str, Any]) -> Ranking:
    """The ranking that `ranking_data` wrote, equal to what it was."""
    return Ranking(
        places=tuple(_place_of(one) for one in data["places"]),
        unranked=tuple(
            Unranked(
                one["unit"],
                one["reason"],
                _standing_of(one["standing"]),
                tuple(_knock_of(knock) for knock in one["knocks"]),
            )
            for one in data["unranked"]
        ),
        rule=_rule_of(data["rule"]),
    )


def _rule(rule: RankingRule) -> Data:
    return {
        "basis": rule.basis.value,
        "tie_break": list(rule.tie_break),
        "bands": [[band.code, plain(band.bound)] for band in rule.bands],
        "bands_by": rule.bands_by.value,
        "least_peers": rule.least_peers,
    }


def _rule_of(data: Mapping[str, Any]) -> RankingRule:
    return RankingRule(
        basis=Basis(data["basis"]),
        tie_break=tuple(data["tie_break"]),
        bands=tuple(RankBand(code, Decimal(bound)) for code, bound in data["bands"]),
        bands_by=BandsBy(data["bands_by"]),
        least_peers=data["least_peers"],
    )


def _place(one: Place) -> Data:
    return {
        "unit": one.unit,
        "place": one.place,
        "standing": _standing(one.standing),
        "band": one.band,
        "shared_with": list(one.shared_with),
        "before": _separation(one.before),
        "after": _separation(one.after),
        "untold": list(one.untold),
        "knocks": [_knock(knock) for knock in one.knocks],
        "provisional": one.provisional,
        "missing": list(one.missing),
    }


def _place_of(data: Mapping[str, Any]) -> Place:
    return Place(
        unit=data["unit"],
        place=data["place"],
        standing=_standing_of(data["standing"]),
        band=data["band"],
        shared_with=tuple(data["shared_with"]),
        before=_separation_of(data["before"]),
        after=_separation_of(data["after"]),
        untold=tuple(data["untold"]),
        knocks=tuple(_knock_of(knock) for knock in data["knocks"]),
        provisional=data["provisional"],
        missing=tuple(data["missing"]),
    )


def _standing(one: Standing) -> Data:
    return {
        "value": _share(one.value),
        "points": _text(one.points),
        "possible": plain(one.possible),
        "share": _share(one.share),
        "basis": one.basis.value,
        "lacks": one.lacks,
        "norm": _share(one.norm),
        "peers": one.peers,
    }


def _standing_of(data: Mapping[str, Any]) -> Standing:
    return Standing(
        value=_share_of(data["value"]),
        points=_number(data["points"]),
        possible=Decimal(data["possible"]),
        share=_share_of(data["share"]),
        basis=Basis(data["basis"]),
        lacks=data["lacks"],
        norm=_share_of(data["norm"]),
        peers=data["peers"],
    )


def _separation(one: Separation | None) -> Data | None:
    if one is None:
        return None
    return {"other": one.other, "step": one.step, "mine": _text(one.mine), "theirs": _text(one.theirs)}


def _separation_of(data: Mapping[str, Any] | None) -> Separation | None:
    if data is None:
        return None
    return Separation(data["other"], data["step"], _number(data["mine"]), _number(data["theirs"]))


def _knock(one: Knock) -> Data:
    return {
        "code": one.code,
        "text": one.text,
        "effect": one.effect.value,
        "points": plain(one.points),
        "reason": one.reason,
    }


def _knock_of(data: Mapping[str, Any]) -> Knock:
    return Knock(data["code"], data["text"], Effect(data["effect"]), Decimal(data["points"]), data["reason"])


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _share(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


def _share_of(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
