"""Figures of 35,000 units, a round of 20,000 registrations, the radar, a yearly report; growth from few to many.

`python -m benchmarks.programmes ANSWER FEW MANY ROUNDS` is the child.
"""

import random
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.measuring import answer_with, few_and_many, figures_of, milliseconds, percentile, stopwatch
from benchmarks.pages import request
from benchmarks.table import Row, growth

REGISTRATIONS, QUICK_REGISTRATIONS = (1_000, 20_000), (500, 2_000)
YEARS = (2026, range(2022, 2027))
ROUNDS, QUICK_ROUNDS = 20, 5
POPULATIONS = ("THANH_VIEN", "LAO_DONG", "LAO_DONG_TRUC_TIEP")
WHAT = ("Xây dựng vùng trồng {0} theo tiêu chuẩn VietGAP", "Nâng cao thu nhập thành viên từ {0}", "Chuyển đổi số trong sản xuất {0}",
        "Liên kết tiêu thụ {0} với doanh nghiệp", "Đào tạo nghề {0} cho lao động nữ", "Giảm nợ xấu trong cho vay {0}",
        "Ứng dụng máy bay không người lái cho {0}", "Xây dựng thương hiệu OCOP cho {0}")  # fmt: skip
OF = ("lúa chất lượng cao", "rau an toàn", "sầu riêng", "cà phê", "tôm sú", "hồ tiêu", "chè Shan tuyết", "bò sữa",
      "vận tải hành khách", "mây tre đan", "nấm rơm", "xoài cát", "dừa xiêm", "cá tra", "hoa cúc", "mật ong")  # fmt: skip


def measure(server: str, *, quick: bool) -> list[Row]:
    """The same pages and acts at a small and at a large size, in one process and one database."""
    (few, many), rounds = (QUICK_REGISTRATIONS, QUICK_ROUNDS) if quick else (REGISTRATIONS, ROUNDS)
    found = few_and_many("benchmarks.programmes", server, few, many, rounds)
    part = (
        f"Programmes on PostgreSQL: {few:,} → {many:,} registrations, {found['figures'][0]:,} → "
        f"{found['figures'][1]:,} figures"
    )
    return [growth(part, what, small, found["many"][what]) for what, small in found["few"].items()]


def _row(part: str, what: str, small: dict[str, float], large: dict[str, float]) -> Row:
    values: dict[str, float | str] = {
        "p50 ms": f"{small['p50']:.1f} → {large['p50']:.1f}",
        "cpu ms": f"{small['cpu']:.1f} → {large['cpu']:.1f}",
        "growth p50": f"×{large['p50'] / small['p50']:.2f}",
        "queries": f"{small['queries']:.0f} → {large['queries']:.0f}",
    }
    return Row(part, what, values)


def child() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks import population
    from benchmarks.loading import number
    from emulation.indicators.services.catalogue import load_catalogue
    from emulation.organisations.models import Kind, Organisation

    few, many, rounds = (int(text) for text in sys.argv[2:5])
    call_command("migrate", verbosity=0)
    call_command("load_provinces", verbosity=0)
    load_catalogue()
    population._units()
    alliances = Organisation.objects.filter(kind=Kind.ALLIANCE, ended_on=None).order_by("pk")
    officer = population._account("can-bo@example.vn", "Lê Thị Cán Bộ", alliances[16])
    round_ = _round(alliances[16], officer)
    programme = _programme(alliances[16], officer)
    counts = []
    report_figures([YEARS[0]])  # type: ignore[list-item]
    register(round_, officer, first=0, last=few)
    counts.append(number("SELECT count(*) FROM indicators_figure"))
    small = measured(round_, programme, officer, rounds)
    report_figures([year for year in YEARS[1] if year != YEARS[0]])  # type: ignore[union-attr]
    register(round_, officer, first=few, last=many)
    counts.append(number("SELECT count(*) FROM indicators_figure"))
    large = measured(round_, programme, officer, rounds)
    answer_with({"few": small, "many": large, "figures": counts})


def _round(alliance: Any, officer: Any) -> Any:
    from programmes.services import rounds
    from programmes.services.rounds import RoundTerms

    return rounds.enter_round(
        alliance,
        RoundTerms(title="Đăng ký thi đua", year=2026, opens_on=date(2026, 1, 5), closes_on=date(2100, 1, 1)),
        by=officer,
    )


def _programme(alliance: Any, officer: Any) -> Any:
    from emulation.indicators.models import IndicatorVersion
    from programmes.services import measures, parties, programmes, signings
    from programmes.services.measures import MeasureTerms
    from programmes.services.parties import PartyTerms
    from programmes.services.programmes import ProgrammeTerms
    from programmes.services.signings import Signing

    programme = programmes.enter(
        alliance,
        ProgrammeTerms(title="phối hợp thi đua", from_year=2022, to_year=2027, contents="a\nb"),
        by=officer,
    )
    for name in (alliance.name, "Ban Thi đua - Khen thưởng"):
        side = PartyTerms(name=name, signatory_name="Nguyễn Văn An", signatory_titles="Chủ tịch")
        parties.add(programme, side, by=officer)
    signed = signings.sign(
        programme, Signing(number="01/CTPH", signed_on=date(2026, 1, 5), place="Hà Nội"), by=officer
    )
    for version in IndicatorVersion.objects.order_by("pk")[:10]:
        measures.put_measure(signed, MeasureTerms(version=version, organisation=alliance), by=officer)
    return programmes.move(signed, "begin", by=officer)


def report_figures(years: list[int]) -> None:
    """Three populations of every unit for each of these years."""
    from benchmarks.loading import insert, loading

    codes = ", ".join(f"'{code}'" for code in POPULATIONS)
    with loading("indicators_figure"):
        for year in years:
            insert(
                "indicators_figure",
                {
                    "organisation_id": "unit.id", "population_id": "counted.id", "year": str(year),
                    "period": "'YEAR'", "value": "20 + (unit.id * 7 + counted.id) % 900", "state": "'current'",
                    "entered_by_id": "(SELECT min(id) FROM accounts_user)",
                },
                "FROM organisations_organisation unit CROSS JOIN indicators_population counted "
                f"WHERE unit.level = 'UNIT' AND counted.code IN ({codes})",
            )  # fmt: skip


def register(round_: Any, officer: Any, *, first: int, last: int) -> None:
    """So many units of the whole country are expected, and all of them have sent a registration."""
    from django.utils import timezone

    from emulation.organisations.models import Level, Organisation
    from emulation.vietnamese import fold
    from programmes.models import Expected, Registration, Revision

    chance = random.Random(first)
    units = list(
        Organisation.objects.filter(level=Level.UNIT).order_by("pk").values_list("pk", flat=True)[first:last]
    )
    now = timezone.now()
    Expected.objects.bulk_create(
        (Expected(round=round_, organisation_id=pk) for pk in units), batch_size=2000
    )
    texts = [_text(chance) for _unit in units]
    rows = Registration.objects.bulk_create(
        (
            Registration(
                round=round_, organisation_id=pk, content=content, place=place, state="sent", state_since=now,
                sent_at=now, sent_number=1, entered_by=officer,
            )
            for pk, (content, place) in zip(units, texts, strict=True)
        ),
        batch_size=2000,
    )  # fmt: skip
    Revision.objects.bulk_create(
        (
            Revision(
                registration=row, number=1, payload={"content": row.content}, at=now, by=officer,
                folded="\n".join((fold(row.content), "", fold(row.place), "")),
            )
            for row in rows
        ),
        batch_size=2000,
    )  # fmt: skip


def _text(chance: random.Random) -> tuple[str, str]:
    from benchmarks.names import PLACES

    wanted = chance.sample(WHAT, 2)
    content = "; ".join(line.format(chance.choice(OF)) for line in wanted)
    return f"{content}, đạt {chance.randint(5, 400)} ha trong năm", f"xã {chance.choice(PLACES)}"


def measured(round_: Any, programme: Any, officer: Any, rounds: int) -> dict[str, dict[str, float]]:
    from django.test import Client

    from benchmarks.loading import run

    run("ANALYZE")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(officer)
    board = f"/programmes/rounds/{round_.pk}/board/"
    acts: dict[str, Callable[[], None]] = {
        "status board of the round": request(client, board),
        "… those waiting for an answer": request(client, f"{board}?state=sent"),
        "page of the round": request(client, f"/programmes/rounds/{round_.pk}/"),
        "page of a programme with ten indicators": request(client, f"/programmes/{programme.pk}/"),
        "who reported the year's figures": request(client, "/indicators/?year=2026"),
    }
    found = {what: figures_of(act, rounds) for what, act in acts.items()}
    found["a yearly report: drafted and frozen"] = _report(programme, officer, max(3, rounds // 5))
    found["radar: one new registration against all others"] = _radar(round_, max(3, rounds // 5))
    return found


def _report(programme: Any, officer: Any, rounds: int) -> dict[str, float]:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from programmes.models import ReportKind
    from programmes.services import reports

    def act() -> None:
        with transaction.atomic():
            report = reports.draft(programme, kind=ReportKind.YEAR, year=2026, as_of=date.today(), by=officer)
            reports.freeze(report, by=officer)
            transaction.set_rollback(True)

    with CaptureQueriesContext(connection) as queries:
        act()
    taken = milliseconds(act, rounds=rounds)
    return {"p50": percentile(taken, 0.5), "cpu": percentile(taken, 0.5), "queries": len(queries)}


def _radar(round_: Any, rounds: int) -> dict[str, float]:
    """Reading what all units sent and comparing one of them with the rest, as the sending does."""
    from programmes.overlaps import radar
    from programmes.services.overlaps import entries_of

    taken = []
    for place in range(rounds):
        with stopwatch() as watch:
            entries = entries_of(round_)
            radar(entries[place * 37 % len(entries)], entries)
        taken.append(watch.seconds * 1000)
    taken.sort()
    return {"p50": percentile(taken, 0.5), "cpu": percentile(taken, 0.5), "queries": 1}


if __name__ == "__main__":
    child()
