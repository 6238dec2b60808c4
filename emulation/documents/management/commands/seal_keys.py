"""seal_keys: which certificates seal and sealed here; a new key; a key that is no longer to be trusted."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from emulation.documents import keyring
from emulation.documents.keyfiles import KeyTrouble
from emulation.documents.models import SealCertificate
from emulation.organisations.models import Organisation


class Command(BaseCommand):
    help = (
        "Lists the certificates of the seals with the numbers of their organisations. --make gives an organisation "
        "a new key; --distrust says that a key may be in other hands."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--make", type=int, metavar="NUMBER", help="a new key for this organisation")
        parser.add_argument("--distrust", metavar="FINGERPRINT", help="its seals prove nothing any more")
        parser.add_argument("--reason", default="", help="why it is distrusted; kept in the journal")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["make"] is not None:
            self._make(options["make"])
        if options["distrust"]:
            self._distrust(options["distrust"], options["reason"])
        for certificate in SealCertificate.objects.order_by("organisation_id", "pk"):
            self.stdout.write(self._line(certificate))

    def _make(self, number: int) -> None:
        if number in settings.SEAL_KEYS:
            raise CommandError("This organisation seals with a key of its own: SEAL_KEYS names it.")
        organisation = Organisation.objects.filter(pk=number).first()
        if organisation is None:
            raise CommandError(f"There is no organisation with the number {number}.")
        try:
            keyring.renew(organisation, by=None)
        except KeyTrouble as trouble:
            raise CommandError(str(trouble)) from trouble

    def _distrust(self, beginning: str, reason: str) -> None:
        found = list(SealCertificate.objects.filter(fingerprint__startswith=beginning.lower())[:2])
        if len(found) != 1:
            raise CommandError(
                f"{len(found) or 'No'} certificates begin with {beginning}: exactly one is meant."
            )
        try:
            keyring.distrust(found[0], reason=reason, by=None)
        except ValueError as problem:
            raise CommandError(f"{problem} Give it with --reason.") from problem

    def _line(self, certificate: SealCertificate) -> str:
        state = "seals"
        if certificate.distrusted_at:
            state = f"distrusted {timezone.localtime(certificate.distrusted_at):%d/%m/%Y}"
        elif certificate.retired_at:
            state = f"put away {timezone.localtime(certificate.retired_at):%d/%m/%Y}"
        ends = timezone.localtime(certificate.valid_to)
        return (
            f"{certificate.organisation_id}  {certificate.name}  {certificate.source}  to {ends:%d/%m/%Y}  "
            f"{state}  {certificate.fingerprint}"
        )
