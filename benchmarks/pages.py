"""Lists, searches and pages in one process, at 1,000 and at 1,000,000 awards; `python -m benchmarks.pages` is the child."""

import re
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from benchmarks.measuring import (
    answer_with,
    figures_of,
    in_child,
    stopwatch,
)
from benchmarks.table import Row

ROUNDS, QUICK_ROUNDS = 40, 10
MANY, QUICK_MANY = 1_000_000, 100_000
Figures = dict[str, dict[str, float]]


def measure(server: str, *, quick: bool) -> list[Row]:
    """Each page at both sizes, side by side."""
    from benchmarks.loading import fresh_database

    many, rounds = (QUICK_MANY, QUICK_ROUNDS) if quick else (MANY, ROUNDS)
    with tempfile.TemporaryDirectory(prefix="emulation-bench-") as folder:
        url = fresh_database(server, "bench_pages")
        found = in_child("benchmarks.pages", str(many), str(rounds), DATABASE_URL=url, DATA_DIR=folder)
    return rows_of(found["few"], found["many"], found["counts"], found["loading_seconds"])


def rows_of(few: Figures, many: Figures, counts: dict[str, int], seconds: float) -> list[Row]:
    part = (
        f"Pages on PostgreSQL: 1,000 → {counts['awards']:,} awards, {counts['organisations']:,} organisations"
    )
    rows = [Row(part, "(loading the awards)", {"s": seconds, "MB": counts["megabytes"]})]
    for what, small in few.items():
        large = many[what]
        values: dict[str, float | str] = {
            "p50 ms": f"{small['p50']:.1f} → {large['p50']:.1f}",
            "p95 ms": f"{small['p95']:.1f} → {large['p95']:.1f}",
            "cpu ms": f"{small['cpu']:.1f} → {large['cpu']:.1f}",
            "growth p50, cpu": f"×{large['p50'] / small['p50']:.2f} ×{large['cpu'] / small['cpu']:.2f}",
            "queries": f"{small['queries']:.0f} → {large['queries']:.0f}",
        }
        rows.append(Row(part, what, values))
    return rows


def child() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks import population

    many, rounds = int(sys.argv[2]), int(sys.argv[3])
    call_command("migrate", verbosity=0)
    cast = population.populate()
    few = figures(cast, rounds)
    with stopwatch() as watch:
        population.grow(many)
    answer_with(
        {
            "few": few,
            "many": figures(cast, rounds),
            "counts": population.counts(),
            "loading_seconds": watch.seconds,
        }
    )


def figures(cast: Any, rounds: int) -> Figures:
    """Milliseconds, processor time of the program and of its database session, and queries of each page."""
    return {what: figures_of(ask, rounds) for what, ask in requests(cast).items()}


def requests(cast: Any) -> dict[str, Callable[[], None]]:
    """{what: a request for it}, in the order of the table."""
    from django.test import Client

    from awards.models import Grant

    officer, unit_officer, visitor = (Client(SERVER_NAME="127.0.0.1") for _client in range(3))
    officer.force_login(cast.officer)
    unit_officer.force_login(cast.unit_officer)
    grant = Grant.objects.select_related("certificate", "unit").get(pk=500)
    unit = grant.unit.search.removeprefix("hop tac xa ")
    campaigns, grants = "/awards/campaigns/", "/awards/grants/"
    here = f"{campaigns}{cast.campaign.pk}/"
    addresses = {
        "login page": (visitor, "/accounts/login/"),
        "desk of the officer": (officer, "/"),
        "register of awards, first page": (officer, grants),
        "register of awards, second page by key": (officer, grants + second_page(officer, grants)),
        "… of a unit's own officer": (unit_officer, grants),
        "… search, common name: nguyen van": (officer, f"{grants}?q=nguyen+van"),
        "… search, rare name: ung khac giang": (officer, f"{grants}?q=ung+khac+giang"),
        "… search, nobody: khong co ai": (officer, f"{grants}?q=khong+co+ai"),
        f"… search, unit: {unit}": (officer, f"{grants}?q={unit.replace(' ', '+')}"),
        "… of the year 2016 (the oldest)": (officer, f"{grants}?year=2016"),
        "… nguyen van in 2016": (officer, f"{grants}?q=nguyen+van&year=2016"),
        "page of an award": (officer, f"{grants}{grant.pk}/"),
        "campaigns": (officer, campaigns),
        "page of a campaign": (officer, here),
        "nominations of a campaign of 1,000": (officer, f"{here}nominations/"),
        "… search: nguyen": (officer, f"{here}nominations/?q=nguyen"),
        "page of a nomination": (officer, f"/awards/nominations/{grant.nomination_id}/"),
        "decisions": (officer, "/awards/decisions/"),
        "organisations": (officer, "/organisations/"),
        "… search: vinh cuong": (officer, "/organisations/?q=vinh+cuong"),
        "page of an organisation": (officer, f"/organisations/{grant.unit_id}/"),
        "check of a certificate by code": (visitor, f"/verify/{grant.certificate.code}/"),
    }
    return {what: request(client, address) for what, (client, address) in addresses.items()}


def second_page(client: Any, address: str) -> str:
    found = re.search(r"[?&;]after=([\w-]+)", client.get(address).content.decode())
    if not found:
        raise SystemExit(f"{address} has no second page.")
    return f"?after={found.group(1)}"


def request(client: Any, address: str) -> Callable[[], None]:
    from django.core.cache import cache

    def ask() -> None:
        # The public check lets an address ask a few times a minute; only the check itself is measured.
        if address.startswith("/verify/"):
            cache.clear()
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}.")

    return ask


if __name__ == "__main__":
    child()
