"""The states of a conference and of its records, and every move between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.states import SeasonState
from emulation.lifecycle import Lifecycle, Move


class ConferenceState(TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "running", _("Under way")
    HELD = "held", pgettext_lazy("conference", "Held")
    CALLED_OFF = "cancelled", _("Called off")


CO = ConferenceState

CONFERENCE = Lifecycle(
    Move("open", CO.PLANNED, CO.UNDER_WAY),
    Move("unopen", CO.UNDER_WAY, CO.PLANNED),
    Move("end", CO.UNDER_WAY, CO.HELD),
    Move("resume", CO.HELD, CO.UNDER_WAY),
    Move("call_off", CO.PLANNED, CO.CALLED_OFF),
)
CONFERENCE_NEEDS_REASON = frozenset({"unopen", "resume", "call_off"})
CONFERENCE_LIVING = frozenset({CO.PLANNED, CO.UNDER_WAY})


class ConferenceKind(TextChoices):
    MIDYEAR = "MIDYEAR", _("Mid-year conference")
    YEAREND = "YEAREND", _("Year-end conference")


OPENS = {
    ConferenceKind.MIDYEAR: {
        SeasonState.PLEDGE_SIGNED: "",
        SeasonState.RUNNING: "",
        SeasonState.MIDYEAR_REVIEWED: "",
    },
    ConferenceKind.YEAREND: {SeasonState.CONSOLIDATED: "confer", SeasonState.CONFERENCE: ""},
}
"""In which states of the season a conference opens, and the move of the season that its opening makes."""


class RecordState(TextChoices):
    DRAFT = "draft", _("Draft")
    CLOSED = "closed", pgettext_lazy("record", "Closed, to be signed")
    SIGNED = "signed", pgettext_lazy("record", "Signed by both")
    REPLACED = "replaced", _("Replaced")


RE = RecordState

RECORD = Lifecycle(
    Move("close", RE.DRAFT, RE.CLOSED),
    Move("unclose", RE.CLOSED, RE.DRAFT),
    Move("sign", RE.CLOSED, RE.SIGNED),
    Move("replace", RE.SIGNED, RE.REPLACED),
)


class Manner(TextChoices):
    """How a member takes part."""

    IN_PERSON = "IN_PERSON", _("in the hall")
    ONLINE = "ONLINE", _("online")
    WRITTEN = "WRITTEN", _("absent, sends a written opinion")
    ABSENT = "ABSENT", _("absent")


TAKES_PART = frozenset({Manner.IN_PERSON, Manner.ONLINE})
"""Who counts for the quorum."""
VOTES = frozenset({Manner.IN_PERSON, Manner.ONLINE, Manner.WRITTEN})


class Purpose(TextChoices):
    """What a secret vote of a conference decides."""

    NOMINATION = "NOMINATION", _("Who is put forward for the flag")
    TIE_BREAK = "TIE_BREAK", _("Which of the tied members stands higher")
    LEADER = "LEADER", _("Leader of next year")
    DEPUTY = "DEPUTY", _("Deputy of next year")


class RecordKind(TextChoices):
    MINUTES = "MINUTES", _("Minutes of the conference")
    HAND_OVER = "HAND_OVER", _("Hand-over record")


class Hand(TextChoices):
    """Whose hand stands under a record."""

    CHAIR = "CHAIR", pgettext_lazy("conference", "Chair")
    SECRETARY = "SECRETARY", _("Secretary")
    GIVER = "GIVER", _("Hands over")
    TAKER = "TAKER", _("Takes over")


HANDS = {
    RecordKind.MINUTES: (Hand.CHAIR, Hand.SECRETARY),
    RecordKind.HAND_OVER: (Hand.GIVER, Hand.TAKER),
}


class FlagState(TextChoices):
    """What is said of a flag when it changes hands, or does not."""

    GOOD = "GOOD", pgettext_lazy("flag", "in good order")
    WORN = "WORN", pgettext_lazy("flag", "worn")
    DAMAGED = "DAMAGED", pgettext_lazy("flag", "damaged")
    LATE = "LATE", pgettext_lazy("flag", "not brought: handed over later")
    MISSING = "MISSING", pgettext_lazy("flag", "missing")


STAYS = frozenset({FlagState.LATE, FlagState.MISSING})
"""The flag did not change hands: whoever had it answers for it still."""
