"""The states of a season, a pledge and its signatures, and every move between them (domain: the yearly cycle)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from emulation.lifecycle import Lifecycle, Move


class SeasonState(TextChoices):
    """Where a cluster stands in its year."""

    DRAFT = "draft", _("Being prepared")
    COMPOSED = "composed", _("Composed")
    PLEDGE_DRAFT = "pledge_draft", _("Pledge being drafted")
    PLEDGE_SIGNED = "pledge_signed", _("Pledge signed")
    RUNNING = "running", _("Under way")
    MIDYEAR_REVIEWED = "midyear", _("Mid-year reviewed")
    SELF_SCORING = "self_scoring", _("Self-scoring")
    CROSS_CHECK = "cross_check", _("Cross-scoring")
    CONSOLIDATED = "consolidated", _("Scores consolidated")
    CONFERENCE = "conference", _("Conference")
    NOMINATED = "nominated", _("Proposed upward")
    DECIDED = "decided", _("Decided")
    HANDED_OVER = "handed_over", _("Handed over")
    CLOSED = "closed", _("Closed")
    CLOSED_EARLY = "closed_early", _("Closed early")


S = SeasonState

SEASON = Lifecycle(
    Move("compose", S.DRAFT, S.COMPOSED),
    Move("uncompose", S.COMPOSED, S.DRAFT),
    Move("draft_pledge", S.COMPOSED, S.PLEDGE_DRAFT),
    Move("drop_pledge", S.PLEDGE_DRAFT, S.COMPOSED),
    Move("seal_pledge", S.PLEDGE_DRAFT, S.PLEDGE_SIGNED),
    Move("begin", (S.PLEDGE_SIGNED, S.COMPOSED, S.PLEDGE_DRAFT), S.RUNNING),
    Move("unbegin", S.RUNNING, S.PLEDGE_SIGNED),
    Move("review", S.RUNNING, S.MIDYEAR_REVIEWED),
    Move("unreview", S.MIDYEAR_REVIEWED, S.RUNNING),
    Move("open_scoring", (S.RUNNING, S.MIDYEAR_REVIEWED), S.SELF_SCORING),
    Move("unopen_scoring", S.SELF_SCORING, S.RUNNING),
    Move("cross_check", S.SELF_SCORING, S.CROSS_CHECK),
    Move("uncross_check", S.CROSS_CHECK, S.SELF_SCORING),
    Move("consolidate", (S.SELF_SCORING, S.CROSS_CHECK), S.CONSOLIDATED),
    Move("unconsolidate", S.CONSOLIDATED, S.SELF_SCORING),
    Move("confer", S.CONSOLIDATED, S.CONFERENCE),
    Move("unconfer", S.CONFERENCE, S.CONSOLIDATED),
    Move("nominate", S.CONFERENCE, S.NOMINATED),
    Move("decide", S.NOMINATED, S.DECIDED),
    Move("hand_over", (S.CONFERENCE, S.NOMINATED, S.DECIDED), S.HANDED_OVER),
    Move("close", (S.NOMINATED, S.DECIDED, S.HANDED_OVER), S.CLOSED),
    Move("reopen", S.CLOSED, S.HANDED_OVER),
    Move(
        "close_early",
        (
            S.DRAFT, S.COMPOSED, S.PLEDGE_DRAFT, S.PLEDGE_SIGNED, S.RUNNING, S.MIDYEAR_REVIEWED, S.SELF_SCORING,
            S.CROSS_CHECK, S.CONSOLIDATED, S.CONFERENCE, S.NOMINATED, S.DECIDED,
        ),
        S.CLOSED_EARLY,
    ),
)  # fmt: skip

SEASON_NEEDS_REASON = frozenset(
    {"uncompose", "drop_pledge", "unbegin", "unreview", "unopen_scoring", "uncross_check", "unconsolidate",
     "unconfer", "reopen", "close_early"}
)  # fmt: skip
BEFORE_COMPOSITION = frozenset({S.DRAFT})
BEFORE_PLEDGE = frozenset({S.DRAFT, S.COMPOSED})
CROSS_SCORING_CLOSED = frozenset(
    {S.CONSOLIDATED, S.CONFERENCE, S.NOMINATED, S.DECIDED, S.HANDED_OVER, S.CLOSED}
)
"""Peer scores are seen by all members; before, and in a season that ended early, no total may tell one."""
BEFORE_SCORES = frozenset(
    {S.DRAFT, S.COMPOSED, S.PLEDGE_DRAFT, S.PLEDGE_SIGNED, S.RUNNING, S.MIDYEAR_REVIEWED}
)
SEASON_OVER = frozenset({S.CLOSED, S.CLOSED_EARLY})
ACTS_OF_OTHERS = frozenset({"draft_pledge", "drop_pledge", "seal_pledge", "hand_over", "close_early"})
"""Moves that another act makes: they are never a bare button."""


class PledgeState(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for signature")
    SIGNED = "signed", _("Signed by all")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PL = PledgeState

PLEDGE = Lifecycle(
    Move("open", PL.DRAFT, PL.OPEN),
    Move("unopen", PL.OPEN, PL.DRAFT),
    Move("seal", PL.OPEN, PL.SIGNED),
    Move("record", PL.DRAFT, PL.SIGNED),
    Move("withdraw", (PL.DRAFT, PL.OPEN), PL.WITHDRAWN),
    Move("restore", PL.WITHDRAWN, PL.DRAFT),
)
PLEDGE_NEEDS_REASON = frozenset({"unopen", "withdraw", "restore"})


class Answer(TextChoices):
    """What a member says of the pledge that lies before it."""

    SIGNED = "signed", pgettext_lazy("answer", "Signed")
    DECLINED = "declined", _("Declined")


class Method(TextChoices):
    """How the signer was known to be the signer."""

    PASSWORD = "password", _("password entered again")
    SECOND_FACTOR = "second_factor", _("one-time code")
    PAPER = "paper", _("on paper, scan attached")


class SheetState(TextChoices):
    """A version of a score sheet: changed while a draft, locked from its first use on."""

    DRAFT = "draft", _("Draft")
    IN_USE = "in_use", _("In use")
    RETIRED = "retired", _("No longer used")


SH = SheetState

SHEET = Lifecycle(
    Move("use", (SH.DRAFT, SH.IN_USE), SH.IN_USE),
    Move("retire", (SH.DRAFT, SH.IN_USE), SH.RETIRED),
)


class CardState(TextChoices):
    """How far a member is with its own score."""

    OPEN = "open", _("Being scored")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")


CA = CardState

CARD = Lifecycle(
    Move("submit", (CA.OPEN, CA.RETURNED), CA.SUBMITTED),
    Move("return", CA.SUBMITTED, CA.RETURNED),
)


class DrawState(TextChoices):
    """A draw of who scores whom: looked at, then confirmed; drawn anew, the earlier one is set aside and stays."""

    DRAWN = "drawn", _("Drawn, not confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    SET_ASIDE = "set_aside", _("Set aside")


DR = DrawState

DRAW = Lifecycle(
    Move("confirm", DR.DRAWN, DR.CONFIRMED),
    Move("set_aside", (DR.DRAWN, DR.CONFIRMED), DR.SET_ASIDE),
)
DRAWS_THAT_STAND = (DR.DRAWN, DR.CONFIRMED)


class PeerState(TextChoices):
    """How far a scorer is with the member it scores."""

    OPEN = "open", _("Being scored")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ENDED = "ended", _("Given to another")


PE = PeerState

PEER = Lifecycle(
    Move("submit", (PE.OPEN, PE.RETURNED), PE.SUBMITTED),
    Move("return", PE.SUBMITTED, PE.RETURNED),
    Move("end", (PE.OPEN, PE.RETURNED, PE.SUBMITTED), PE.ENDED),
)


class DisputeState(TextChoices):
    """A dispute on the reading of a criterion; what was ruled is undone only by a later ruling."""

    OPEN = "open", _("Waits for a ruling")
    RULED = "ruled", _("Ruled")
    WITHDRAWN = "withdrawn", _("Withdrawn")


DI = DisputeState

DISPUTE = Lifecycle(
    Move("rule", DI.OPEN, DI.RULED),
    Move("withdraw", DI.OPEN, DI.WITHDRAWN),
    Move("restore", DI.WITHDRAWN, DI.OPEN),
)


class RankingState(TextChoices):
    """A version of a ranking: frozen for the conference, then published, or taken back before that."""

    FROZEN = "frozen", _("Frozen, not published")
    PUBLISHED = "published", pgettext_lazy("ranking", "Published")
    DROPPED = "dropped", pgettext_lazy("ranking", "Taken back")


RA = RankingState

RANKING = Lifecycle(
    Move("publish", RA.FROZEN, RA.PUBLISHED),
    Move("drop", RA.FROZEN, RA.DROPPED),
)
RANKED = frozenset({S.CONSOLIDATED, S.CONFERENCE, S.NOMINATED, S.DECIDED, S.HANDED_OVER})
"""States of a season in which a ranking is frozen and published: from the final points on until it is closed."""
