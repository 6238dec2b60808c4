"""Load the demo: case 001 in full and a campaign half way, through the services that a click would call."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from awards.services.catalogue import load_catalogue
from clusters.services.sheets import load_templates
from emulation.accounts.models import User
from emulation.demo import blocks, case001, case002, cooperation, ongoing, registering, visits
from emulation.demo.accounts import ACCOUNTS, told
from emulation.demo.cast import appoint_all, bodies, end_posts_of_then
from emulation.notices.services import mark_all_read
from emulation.organisations.services import load_provinces


class Command(BaseCommand):
    help = (
        "Loads the demo data into an installation that has no demo account yet; --accounts only lists them."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--accounts", action="store_true", help="only list the demo's accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["accounts"]:
            self._load()
        self.stdout.write(told())

    def _load(self) -> None:
        if User.objects.filter(email__in=[account.email for account in ACCOUNTS]).exists():
            self.stdout.write("The demo data is there already.")
            return
        load_provinces()
        load_catalogue()
        load_templates()
        with transaction.atomic():
            cast = bodies()
            appoint_all(cast)
            case001.play(cast)
            cooperation.play(cast)
            for user in cast.users.values():
                mark_all_read(user)  # what happened in 2022 is no news today
            ongoing.play(cast)
            visits.play(cast, registering.play(cast))
            case002.play(cast)
            blocks.play(cast)
            end_posts_of_then(cast)
        (settings.DATA_DIR / "demo_accounts.txt").write_text(f"{told()}\n", encoding="utf-8")
