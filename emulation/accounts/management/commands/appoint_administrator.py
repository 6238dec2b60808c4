"""Appoints the administrator of an organisation who has nobody above: the first one of an installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from emulation.accounts import services
from emulation.organisations import selectors as organisations
from emulation.organisations import services as registers
from emulation.organisations.offices import Office
from emulation.verdicts import Refused


class Command(BaseCommand):
    help = "Enter a person as administrator of an organisation and print the link that opens the account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", help="a name that the organisation bears or ever bore")
        parser.add_argument("name", help="the person's full name")
        parser.add_argument("email", help="the address the person will log in with")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        found = organisations.exact_names([options["organisation"]], on=today)
        bearers = [body for bodies in found.values() for body in bodies]
        if len(bearers) != 1:
            raise CommandError(
                f"{len(bearers)} organisations bear the name “{options['organisation']}” today."
            )
        person = registers.add_person(options["name"], by=None)
        registers.appoint(person, bearers[0], Office.ADMINISTRATOR, title="", valid_from=today, by=None)
        try:
            invitation = services.invite(person, options["email"], by=None)
        except Refused as refusal:
            raise CommandError(str(refusal.reason)) from refusal
        self.stdout.write(services.link_of(invitation))
