"""A ballot, its frozen roll and its questions; open positions, each a row that never changes."""

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.ballots import tally
from emulation.ballots.states import BallotState


class PositionValue(models.TextChoices):
    AGREE = tally.AGREE, _("Agree")
    DISAGREE = tally.DISAGREE, _("Disagree")
    DEFER = tally.DEFER, _("Defer")
    RECUSE = tally.RECUSE, _("Recuse")


class BallotKind(models.TextChoices):
    OPEN = "open", _("Open positions")
    SECRET = "secret", _("Secret ballot")


class Keeping(models.TextChoices):
    """Who can open the urn of a secret ballot."""

    TELLERS = "tellers", _("Two tellers together, each with a secret of their own")
    PROGRAM = "program", _("The program itself, without secrets of the tellers")


class Ballot(models.Model):
    """One round of one body: the members who vote, and the questions put to them.

    `opened_at` and `opened_by` tell of the preparing until a secret ballot is opened. `owner` names the room
    whose object (`owner_pk`) the ballot decides on, as registered in ballots/owners.py. `previous` is the round
    before this one. `public_key` seals the papers of a secret ballot; `on_paper` is how many members vote on
    paper: a number, never who.
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=BallotKind.choices, default=BallotKind.OPEN)
    state = models.CharField(max_length=10, choices=BallotState.choices, default=BallotState.OPEN)
    keeping = models.CharField(max_length=10, choices=Keeping.choices, default=Keeping.TELLERS)
    owner = models.CharField(max_length=40, blank=True)
    owner_pk = models.BigIntegerField(null=True, blank=True)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="further_rounds"
    )
    round = models.PositiveSmallIntegerField(default=1)
    public_key = models.CharField(max_length=64, blank=True, editable=False)
    on_paper = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ballot_closed_by_iff_closed",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="ballot_closed_iff_dated",
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="ballot_open_ballots_are_open_or_closed",
                condition=Q(kind="secret") | Q(state__in=("open", "closed")),
            ),
            models.CheckConstraint(
                name="ballot_secret_has_a_key_once_opened",
                condition=Q(kind="open") | Q(state__in=("prepared", "annulled")) | ~Q(public_key=""),
            ),
        ]
        indexes = [models.Index(fields=["owner", "owner_pk"], name="ballot_of_an_owner")]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_chain(self) -> int:
        return self.organisation_id

    @property
    def is_open(self) -> bool:
        return self.state == BallotState.OPEN

    @property
    def is_secret(self) -> bool:
        return self.kind == BallotKind.SECRET


class RollEntry(models.Model):
    """One member on the frozen list; names are copied as they were at opening.

    Where units vote, `organisation` is the member and `person` represents it, by `representation` (head of the
    unit, or the paper that empowers). Who is `barred` counts among the members and must not vote: a conflict of
    interest, in words. `took_part` is known once a secret ballot is counted; how somebody voted, on screen or on
    paper, is not.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="roll")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation_name = models.CharField(max_length=300, blank=True)
    representation = models.CharField(max_length=300, blank=True)
    barred = models.CharField(max_length=300, blank=True)
    took_part = models.BooleanField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person"], name="one_place_on_the_roll"),
            models.UniqueConstraint(
                fields=["ballot", "organisation"],
                condition=Q(organisation__isnull=False),
                name="one_vote_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def member_name(self) -> str:
        """The member as it is called: the unit where units vote, else the person."""
        return self.organisation_name or self.name


class QuestionKind(models.TextChoices):
    CONFIRM = "confirm", _("Agree or disagree")
    ELECTION = "election", _("Choose among candidates")


class Question(models.Model):
    """One item to decide, with the rule of its date copied so that later catalogues change nothing.

    An election fills `places` among its candidates; any other question has one candidate, or none where `text`
    says it all. Whether members may ask to defer is said by `may_defer`.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=10, choices=QuestionKind.choices, default=QuestionKind.CONFIRM)
    text = models.CharField(max_length=600, blank=True)
    places = models.PositiveSmallIntegerField(default=1)
    may_defer = models.BooleanField(default=False)
    threshold = models.DecimalField(max_digits=5, decimal_places=2, help_text=_("percent of the base"))
    quorum = models.DecimalField(max_digits=5, decimal_places=2, help_text=_("percent of the seats"))
    of_members = models.BooleanField(default=True)
    strict = models.BooleanField(default=False)
    recusal_lowers_base = models.BooleanField(default=False)
    legal_ground = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(
        null=True, blank=True, help_text=_("the frozen count, fields of tally.Outcome")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="question_only_elections_fill_places",
                condition=Q(kind="election", places__gte=1) | Q(kind="confirm", places=1),
            ),
            models.CheckConstraint(
                name="question_threshold_is_a_share", condition=Q(threshold__gt=0, threshold__lte=100)
            ),
            models.CheckConstraint(
                name="question_quorum_is_a_share", condition=Q(quorum__gte=0, quorum__lte=100)
            ),
            models.CheckConstraint(
                name="question_counted_iff_closed",
                condition=Q(closed_at__isnull=True, outcome__isnull=True)
                | Q(closed_at__isnull=False, outcome__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text or f"{self.ballot} #{self.pk}"

    @property
    def rule(self) -> tally.Rule:
        return tally.Rule(
            threshold=Fraction(self.threshold) / 100,
            quorum=Fraction(self.quorum) / 100,
            of_members=self.of_members,
            strict=self.strict,
            recusal_lowers_base=self.recusal_lowers_base,
        )

    @property
    def result(self) -> tally.Outcome | None:
        """The count of a question that is agreed to or not; None while open, and for an election."""
        if self.outcome is None or self.kind == QuestionKind.ELECTION:
            return None
        return tally.Outcome(**self.outcome)

    @property
    def election(self) -> tally.Election | None:
        """The count of an election; None while open, and for any other question."""
        if self.outcome is None or self.kind != QuestionKind.ELECTION:
            return None
        told = dict(self.outcome)
        told["standings"] = tuple(tally.Standing(**row) for row in told["standings"])
        told["elected"], told["tied"] = tuple(told["elected"]), tuple(told["tied"])
        return tally.Election(**told)


class Candidate(models.Model):
    """Whom a question is about, in the order of the paper; names are copied."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="candidates")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    detail = models.CharField(max_length=300, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["question_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["question", "place"], name="one_candidate_a_place"),
            models.CheckConstraint(name="candidate_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """What a paper that chooses this candidate says."""
        return str(self.pk)


class Position(models.Model):
    """What a member said of a question. Appended, never changed: the newest of a member counts.

    `member` is whose position it is; `entered_by` is who typed it, so that help from a secretary shows.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="positions")
    member = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="positions")
    value = models.CharField(max_length=10, choices=PositionValue.choices)
    reason = models.TextField(blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["question", "member", "-id"], name="position_newest")]
        constraints = [
            models.CheckConstraint(
                name="position_reason_unless_agreeing", condition=Q(value=PositionValue.AGREE) | ~Q(reason="")
            ),
            models.CheckConstraint(name="position_value_known", condition=Q(value__in=tally.VALUES)),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.value}"
