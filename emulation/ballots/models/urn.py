"""What a secret ballot is made of. Nothing here carries a time or an order of voting, on purpose.

While members vote, every row that could tell one vote from another is written anew at every vote, in the same
transaction: all receipts by one statement, each urn as a whole. So all of them bear the same hidden marks of the
database (PostgreSQL's xmin), and none says who came when. See docs/trust.md and ADR 0047 before adding a column.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from emulation.ballots.models.ballot import Ballot, Question, RollEntry


class Teller(models.Model):
    """One who counts: named before the ballot opens, the chief first; names are copied."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="tellers")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["ballot_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person"], name="one_teller_a_person"),
            models.UniqueConstraint(fields=["ballot", "place"], name="one_teller_a_place"),
        ]

    def __str__(self) -> str:
        return self.name


class TellerKey(models.Model):
    """The key pair of one teller; its private half is locked by a secret that only the teller knows.

    Erased with the urn. Never in a backup.
    """

    teller = models.OneToOneField(Teller, on_delete=models.CASCADE, primary_key=True, related_name="key")
    public = models.CharField(max_length=64)
    salt = models.CharField(max_length=64)
    locked = models.TextField()

    def __str__(self) -> str:
        return str(self.teller)


class Envelope(models.Model):
    """The private key of the urn, sealed to two tellers one around the other: both must open it.

    Without tellers it is locked by a key of the installation (Keeping.PROGRAM). Erased with the urn. Never in a
    backup.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="envelopes")
    outer = models.ForeignKey(Teller, on_delete=models.CASCADE, null=True, related_name="+")
    inner = models.ForeignKey(Teller, on_delete=models.CASCADE, null=True, related_name="+")
    sealed = models.TextField()

    def __str__(self) -> str:
        return f"{self.outer} + {self.inner}"


class Receipt(models.Model):
    """Whether a member has voted, and nothing else: no time, no order, not how.

    Made for all members at the opening, in no order; written anew for all of them at every vote; erased when the
    count puts `took_part` on the roll. Never in a backup.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="receipts")
    member = models.OneToOneField(RollEntry, on_delete=models.CASCADE, related_name="receipt")
    voted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "member"], name="one_receipt_a_member")]

    def __str__(self) -> str:
        return str(self.member)


class Urn(models.Model):
    """The sealed papers of one question in one row: shuffled and written anew at every vote, erased at the count.

    Never in a backup.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="urn")
    papers = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.question)


class Paper(models.Model):
    """One mark from the urn or the paper batch, in no order: an option of the question, "blank" or "invalid".

    A paper with several marks is taken apart, so that no pattern of marks tells whose it was. Written once, when
    the ballot is counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="papers")
    choice = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.choice


class BatchEntry(models.Model):
    """The paper ballots and written opinions as one teller counted them, sealed like the papers of the screen.

    Two tellers enter them, neither seeing the other's; both are opened and compared at the count, then erased.
    Never in a backup.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="batch_entries")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ballot", "entered_by"], name="one_batch_entry_a_teller"),
            models.CheckConstraint(name="batch_entry_sealed", condition=~Q(sealed="")),
        ]

    def __str__(self) -> str:
        return f"{self.ballot}: {self.entered_by}"


NEVER_IN_A_BACKUP = (Urn, Receipt, TellerKey, Envelope, BatchEntry)
"""Models whose rows a backup leaves out: with them, it could be tried at leisure to open an urn."""
