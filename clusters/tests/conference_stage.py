"""The conference of case 002: seven Alliances in Sóc Trăng; An Giang is elected leader and Cần Thơ deputy."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone

from clusters.conference_states import Hand, Manner, Purpose, RecordKind
from clusters.models import Conference, Record, ScoreSheet, Season, Seat
from clusters.services import attendance, conferences, custody, handovers, motions, records, seasons, sheets
from clusters.services.attendance import Coming
from clusters.services.conferences import ConferenceTerms
from clusters.services.handovers import HandOverTerms
from clusters.services.motions import Asking
from clusters.services.seasons import SeasonTerms
from clusters.tests.stage import MEMBERS, Stage, proof_of, stage
from emulation.accounts.models import User
from emulation.ballots.models import Ballot, TellerKey
from emulation.ballots.services import casting, counting, opening
from emulation.ballots.tests.factories import SECRETS, key_of

DAY = date(2021, 1, 27)
HOST = "Sóc Trăng"
FOUR = ("Sóc Trăng", "An Giang", "Cần Thơ", "Bạc Liêu")
FILES = (("Hồ sơ tổng kết năm 2020", 1, ""), ("Giao ước thi đua các năm 2018-2020", 3, "bản chính"))


@dataclass
class Hall:
    """The cast, the season that ends, its conference."""

    cast: Stage
    season: Season
    conference: Conference
    tellers: list[User] = field(default_factory=list)

    @property
    def host(self) -> User:
        """The officer of the body that leads."""
        return self.cast.officers[HOST]

    def fresh(self) -> Conference:
        return Conference.objects.select_related(
            "season__cluster__organiser", "convener", "chair", "secretary", "current"
        ).get(pk=self.conference.pk)

    def seat(self, name: str) -> Seat:
        return self.season.seats.get(organisation=self.cast.members[name])

    def comes(self, *names: str, manner: str = Manner.IN_PERSON) -> None:
        for name in names:
            head = self.cast.heads[name]
            coming = Coming(manner=manner, person=head.person, title="Chủ tịch")
            attendance.enter(self.conference, self.seat(name), coming, by=self.host)

    def stays_away(self, *names: str) -> None:
        for name in names:
            away = Coming(manner=Manner.ABSENT, reason="Đi công tác")
            attendance.enter(self.conference, self.seat(name), away, by=self.host)

    def opened(self, *names: str) -> "Hall":
        """Everybody is there (or these members), and the conference is open."""
        self.comes(*(names or self.cast.members))
        self.conference = conferences.move(self.conference, "open", by=self.host)
        return self

    def asking(self, purpose: str, *names: str, percent: int = 50, departs: str = "khác đề xuất") -> Asking:
        return Asking(
            purpose=purpose,
            candidates=[self.seat(name) for name in names],
            percent=Decimal(percent),
            strict=percent == 50,
            departs=departs,
        )

    def vote(self, *asked: Asking, after: Ballot | None = None) -> Ballot:
        """A prepared and opened ballot whose tellers have their secrets."""
        self.tellers = list(self.cast.officers.values())[-2:]
        ballot = motions.prepare(
            self.fresh(),
            asked,
            tellers=[(one.person, "Ban kiểm phiếu") for one in self.tellers],
            by=self.host,
            after=after,
        )
        for teller, secret in zip(ballot.tellers.all(), SECRETS, strict=False):
            key = key_of(secret)
            TellerKey.objects.create(teller=teller, public=key.public, salt=key.salt, locked=key.locked)
        return opening.open_secret(ballot, by=self.host)

    def cast_vote(self, ballot: Ballot, name: str, *chosen: str) -> None:
        """The head of this member chooses, question by question, the candidate of this name ("" agrees)."""
        casting.cast(ballot, self.choices(ballot, *chosen), by=self.cast.heads[name])

    def choices(self, ballot: Ballot, *chosen: str) -> dict[int, list[str]]:
        found = {}
        for question, name in zip(ballot.questions.order_by("pk"), chosen, strict=True):
            if question.kind == "election":
                body = self.cast.members[name]
                found[question.pk] = [question.candidates.get(organisation=body).code]
            else:
                found[question.pk] = [name or "agree"]
        return found

    def count(self, ballot: Ballot) -> Ballot:
        ended = casting.end_voting(ballot, by=self.tellers[0])
        rows = list(ended.tellers.all())
        secrets = dict(zip((row.pk for row in rows), SECRETS, strict=False))
        return counting.count(ended, secrets, by=self.tellers[0])

    def elected(self) -> Ballot:
        """All elect An Giang leader and Cần Thơ deputy on one paper."""
        ballot = self.vote(
            self.asking(Purpose.LEADER, "An Giang", "Cần Thơ"),
            self.asking(Purpose.DEPUTY, "Cần Thơ", "Bạc Liêu"),
        )
        for name in self.cast.members:
            self.cast_vote(ballot, name, "An Giang", "Cần Thơ")
        return self.count(ballot)

    def elected_among(self, *names: str) -> Ballot:
        """These members elect An Giang leader."""
        ballot = self.vote(self.asking(Purpose.LEADER, "An Giang"))
        for name in names:
            self.cast_vote(ballot, name, "")
        return self.count(ballot)

    def ended(self) -> Conference:
        self.conference = conferences.move(self.fresh(), "end", by=self.host)
        return self.conference

    def minutes(self) -> Record:
        """The minutes, closed."""
        record = records.begin(self.fresh(), RecordKind.MINUTES, by=self.host)
        return records.close(record, by=self.host)

    def hand_over(self, **told: object) -> Record:
        """The hand-over record, closed."""
        terms = HandOverTerms(**{"on": timezone.localdate(), "files": FILES, **told})  # type: ignore[arg-type]
        handovers.put(self.fresh(), terms, by=self.host)
        record = records.begin(self.fresh(), RecordKind.HAND_OVER, by=self.host)
        return records.close(record, by=self.host)

    def sign(self, record: Record, hand: str, user: User) -> Record:
        record = Record.objects.select_related("conference__season__cluster").get(pk=record.pk)
        records.sign(record, hand, text=record.digest, proof=proof_of(user), by=user)
        return Record.objects.get(pk=record.pk)

    def handed_over(self, **told: object) -> Record:
        record = self.hand_over(**told)
        self.sign(record, Hand.GIVER, self.cast.heads[HOST])
        return self.sign(record, Hand.TAKER, self.cast.heads["An Giang"])

    def flag(self) -> object:
        return custody.enter_flag(
            self.season.cluster,
            "Cờ luân lưu Cụm Tây Nam sông Hậu",
            holder=self.cast.members[HOST],
            since=date(2020, 1, 20),
            by=self.host,
        )


def hall(*names: str, kind: str = "YEAREND", planned: bool = True) -> Hall:
    """The season of 2020 led by Sóc Trăng, consolidated, with its conference planned."""
    cast = stage(*names)
    cluster = cast.cluster(*(names or MEMBERS))
    season = seasons.begin(
        cluster, SeasonTerms(year=2020, cross_scored=False), by=cast.officer, leader=cast.members[HOST]
    )
    # It took over a year ago: the ledger knows the day.
    cluster.turns.update(held_from=date(2020, 1, 20))
    season = seasons.move(season, "compose", by=cast.officer)
    season = seasons.move(season, "begin", by=cast.officer)
    if kind == "YEAREND":
        sheets.load_templates()
        template = ScoreSheet.objects.get(cluster=None, code="CUM-DBSCL-DEMO")
        season = sheets.choose(season, sheets.copy(template, cluster, by=cast.officer), by=cast.officer)
        for name in ("open_scoring", "consolidate"):
            season = seasons.move(season, name, by=cast.officer)
    conference = conferences.plan(season, kind, terms(cast), by=cast.officers[HOST])
    return Hall(cast, season, conference)


def terms(cast: Stage, **told: object) -> ConferenceTerms:
    usual = {
        "title": "Hội nghị tổng kết công tác thi đua năm 2020",
        "day": DAY,
        "begins": "07:30",
        "place": "Trụ sở Liên minh Hợp tác xã tỉnh Sóc Trăng",
        "town": "Sóc Trăng",
        "invited": "Liên minh Hợp tác xã Việt Nam\nSở Nội vụ tỉnh Sóc Trăng",
        "chair": cast.heads[HOST].person,
        "chair_title": "Chủ tịch",
        "secretary": cast.officers[HOST].person,
        "secretary_title": "Chánh Văn phòng",
    }
    return ConferenceTerms(**{**usual, **told})  # type: ignore[arg-type]


def again(user: User) -> User:
    """The account as the next request sees it: what it remembered of rights is gone."""
    return User.objects.get(pk=user.pk)
