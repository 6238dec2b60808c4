"""A season of three Alliances in which self-scoring is open, by the sheet that comes with the program."""

from dataclasses import dataclass, field

from clusters.models import Criterion, ScoreCard, ScoreSheet, Season
from clusters.scoring import Column
from clusters.services import cards, scores, seasons, sheets
from clusters.services.scores import Entry, Outcome
from clusters.services.seasons import SeasonTerms, season_terms_of
from clusters.tests.stage import Stage, stage
from emulation.accounts.models import User

NAMES = ("Sóc Trăng", "An Giang", "Bạc Liêu")
LEADER = "An Giang"
ANSWERS = {
    "A1": "80", "A2": "9/10", "A3": "65/100", "B1": "7", "B2": "25; 10; 12", "C1": "22", "C2": "1", "C3": "60/100",
    "C4": "216/200", "C5": "220/200", "C6": "2", "D1": "Có", "D2": "9/12", "D3": "1", "D4": "6", "E1": "5/5",
    "E2": "4/4", "F1": "0", "F2": "20", "G1": "2/2", "G2": "0", "GATE1": "Không", "GATE2": "Không",
}  # fmt: skip
"""A whole self-score as it is typed; G2 answers 0, which is an answer."""


@dataclass
class Scene:
    """The cast, the season and its cards."""

    cast: Stage
    season: Season
    sheet: ScoreSheet
    by_code: dict[str, Criterion] = field(default_factory=dict)

    def card(self, name: str) -> ScoreCard:
        return ScoreCard.objects.select_related("seat__season__cluster", "seat__season__sheet").get(
            seat__season=self.season, seat__organisation=self.cast.members[name]
        )

    def enter(
        self,
        name: str,
        answers: dict[str, str],
        *,
        column: Column = Column.SELF,
        by: User | None = None,
        **told: object,
    ) -> list[Outcome]:
        """Type into cells of a card, each begun from what stands there now."""
        card = self.card(name)
        return scores.put(
            self.season,
            column,
            [
                Entry(card.pk, self.by_code[code].pk, text, began=self.began(card, code, column), **told)  # type: ignore[arg-type]
                for code, text in answers.items()
            ],
            by=by or (self.cast.officers[name] if column is Column.SELF else self.cast.officer),
        )

    def began(self, card: ScoreCard, code: str, column: Column) -> int:
        found = card.values.filter(criterion__code=code, column=column, replaced_by=None).first()
        return found.pk if found else 0

    def filled(self, name: str) -> ScoreCard:
        """A whole self-score, each claim with its sentence why there is no evidence."""
        self.enter(name, ANSWERS, reason="Đã hoàn thành", unproven="Hồ sơ lưu tại đơn vị")
        return self.card(name)

    def submitted(self, name: str) -> ScoreCard:
        return cards.submit(self.filled(name), by=self.cast.officers[name])

    def moved(self, *moves: str) -> Season:
        for name in moves:
            self.season = seasons.move(self.season, name, by=self.cast.officer, reason="Theo kế hoạch")
        return self.season


def scene(*names: str, opened: bool = True, **terms: object) -> Scene:
    """Self-scoring is open, unless `opened` says otherwise; the season is under way."""
    cast = stage(*(names or NAMES))
    leader = LEADER if LEADER in cast.members else next(iter(cast.members))
    season = cast.season(cast.cluster(*cast.members), leader=leader)
    sheets.load_templates()
    template = ScoreSheet.objects.get(cluster=None, code="CUM-DBSCL-DEMO")
    sheet = sheets.copy(template, season.cluster, by=cast.officer)
    season = sheets.choose(season, sheet, by=cast.officer)
    if terms:
        base = season_terms_of(season)
        changed = SeasonTerms(**{**base.__dict__, **terms})  # type: ignore[arg-type]
        season = seasons.revise(season, changed, base=base, by=cast.officer)
    made = Scene(cast, season, sheet, {one.code: one for one in sheet.criteria.all()})
    made.moved("begin", *(["open_scoring"] if opened else []))
    return made
