"""The pages of clusters: each act through its form, queries that do not grow with the rows, words at their fields."""

from datetime import date
from decimal import Decimal

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters.catalogue import pledges as known_pledges
from clusters.models import Cluster, Pledge, Season, Signature
from clusters.selectors import pledges as selectors
from clusters.selectors.trying import UnderQuota, tried_on
from clusters.services import pledges
from clusters.states import Method, PledgeState, SeasonState
from clusters.tests.stage import MEMBERS, SECRET, Stage, stage
from emulation.accounts.models import User
from emulation.indicators.models import Population
from emulation.indicators.selectors import version_on
from emulation.indicators.services.catalogue import load_catalogue
from emulation.indicators.services.entries import Entry
from emulation.indicators.services.reporting import report

pytestmark = pytest.mark.django_db
THREE = ("Sóc Trăng", "An Giang", "Kiên Giang")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def no_failed_attempts():
    cache.clear()


@pytest.fixture
def cast() -> Stage:
    return stage(*THREE)


def sent(client: Client, act: str, *args: object, **body: object):
    return client.post(reverse(f"clusters:{act}", args=args), body, follow=True)


def test_a_cluster_is_entered_from_nothing_to_an_open_pledge(cast):
    officer = browser(cast.officer)
    page = sent(
        officer, "cluster_new", kind="CLUSTER", ladder="VCA", name="Cụm Tây Nam sông Hậu", founded_on="10/01/2018",
        rotation="NEVER_LED_FIRST", merged="ANY",
    )  # fmt: skip
    cluster = Cluster.objects.get()
    assert cluster.name in page.content.decode()
    names = "\n".join(
        ["Liên minh Hợp tác xã Sóc Trăng", "Liên minh HTX không có", "Liên minh Hợp tác xã An Giang"]
    )
    wrong = sent(officer, "cluster_admit", cluster.pk, names=names, on="10/01/2018").content.decode()
    assert "Liên minh HTX không có" in wrong
    assert not cluster.memberships.exists()
    names = "\n".join(cast.members[name].name for name in THREE)
    sent(officer, "cluster_admit", cluster.pk, names=names, on="10/01/2018")
    assert cluster.memberships.count() == 3
    form = officer.get(reverse("clusters:season_new", args=[cluster.pk]))
    assert form.context["form"].initial["leader"] == cast.members["Sóc Trăng"].pk
    leader = cast.members["An Giang"].pk
    sent(officer, "season_new", cluster.pk, year="2021", cross_scored="on", least_peers="5", leader=leader)
    season = Season.objects.get()
    sent(officer, "season_move", season.pk, "compose")
    sent(officer, "pledge_new", season.pk, title="Giao ước thi đua năm 2021", commitments="Báo cáo đúng hạn")
    pledge = Pledge.objects.get()
    wrong = sent(officer, "target_new", pledge.pk, text="HTX mới", value="hai mươi", scope="MEMBER")
    assert wrong.context["form"].errors["value"]
    sent(
        officer,
        "target_new",
        pledge.pk,
        text="HTX mới",
        value="20",
        comparator="GE",
        unit="HTX",
        scope="MEMBER",
    )
    sent(officer, "pledge_move", pledge.pk, "open")
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.OPEN
    assert pledge.signatories.count() == 3


def test_a_head_signs_by_password_and_a_wrong_one_is_said_at_its_field(cast):
    pledge = cast.opened(cast.season(cast.cluster(*THREE)))
    row, head = cast.place(pledge, "An Giang"), browser(cast.heads["An Giang"])
    address = reverse("clusters:signatory", args=[row.pk])
    page = head.get(address)
    assert page.context["form"].initial["digest"] == pledge.digest
    given = {"digest": pledge.digest, "agreed": "on", "secret": "sai mật khẩu"}
    wrong = head.post(address, given)
    assert wrong.context["form"].errors["secret"]
    unticked = head.post(address, {**given, "secret": SECRET, "agreed": ""})
    assert unticked.context["form"].errors["agreed"]
    stale = head.post(address, {**given, "secret": SECRET, "digest": "0" * 64})
    assert stale.context["form"].errors["__all__"]
    assert not Signature.objects.exists()
    assert head.post(address, {**given, "secret": SECRET}).status_code == 302
    signed = Signature.objects.get()
    assert (signed.method, signed.address) == (Method.PASSWORD, "127.0.0.1")


def test_a_head_signs_by_one_time_code(cast):
    pledge = cast.opened(cast.season(cast.cluster(*THREE)))
    row, user = cast.place(pledge, "An Giang"), cast.heads["An Giang"]
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    stored = Authenticator.objects.get(user=user)
    secret = stored.wrap().instance.data["secret"]
    assert secret != "JBSWY3DPEHPK3PXP", "kept encrypted"
    counters = list(yield_hotp_counters_from_time())
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", counters[len(counters) // 2]))
    body = {"digest": pledge.digest, "agreed": "on", "secret": f"{code[:3]} {code[3:]}"}
    assert browser(user).post(reverse("clusters:signatory", args=[row.pk]), body).status_code == 302
    assert Signature.objects.get().method == Method.SECOND_FACTOR


def test_guessing_the_secret_is_limited_as_log_in_is(cast):
    pledge = cast.opened(cast.season(cast.cluster(*THREE)))
    row, head = cast.place(pledge, "An Giang"), browser(cast.heads["An Giang"])
    address = reverse("clusters:signatory", args=[row.pk])
    for number in range(5):
        head.post(address, {"digest": pledge.digest, "agreed": "on", "secret": f"{number:06d}"})
    page = head.post(address, {"digest": pledge.digest, "agreed": "on", "secret": SECRET})
    assert "thử lại" in str(page.context["form"].errors["secret"])
    assert not Signature.objects.exists()


def test_a_refusal_through_the_form_keeps_what_was_typed(cast):
    pledge = cast.opened(cast.season(cast.cluster(*THREE)))
    row, head = cast.place(pledge, "Kiên Giang"), browser(cast.heads["Kiên Giang"])
    target = pledge.targets.order_by("order")[0]
    wrong = sent(head, "signatory_decline", row.pk, digest=pledge.digest, reason="Mẫu số sai", secret=SECRET)
    assert wrong.context["form"].errors["target"]
    assert "Mẫu số sai" in wrong.content.decode()
    told = {"digest": pledge.digest, "reason": "Mẫu số sai", "secret": SECRET, "target": target.pk}
    sent(head, "signatory_decline", row.pk, **told)
    page = browser(cast.heads["An Giang"]).get(reverse("clusters:pledge", args=[pledge.pk])).content.decode()
    assert "Mẫu số sai" in page
    said = Signature.objects.get()
    sent(browser(cast.officers["An Giang"]), "signature_answer", said.pk, text="Cụm sẽ xem lại")
    assert "Cụm sẽ xem lại" in head.get(reverse("clusters:pledge_signing", args=[pledge.pk])).content.decode()


def test_the_known_targets_of_case_002_are_taken_over_with_their_readings(cast):
    load_catalogue()
    pledge = cast.pledge(cast.season(cast.cluster(*THREE)))
    for target in pledge.targets.all():
        pledges.remove_target(target, by=cast.officer)
    sent(browser(cast.officer), "targets_take", pledge.pk, known=known_pledges()[0].code)
    rows = list(selectors.targets_of(pledge))
    assert len(rows) == 9
    assert all(row.indicator for row in rows)
    by_code = {row.indicator.indicator.code: row for row in rows if row.indicator}
    assert by_code["NQ_VN"].reading, "what the words leave open is said with the reading chosen"
    assert by_code["DAO_TAO_LM"].value is None
    assert "ND3_LAO_DONG" not in by_code, "the disputed criterion was never pledged"


def test_targets_are_tried_on_last_years_figures(cast):
    load_catalogue()
    version = version_on("HTX_HIEU_QUA", date(2021, 1, 1)) or version_on("HTX_HIEU_QUA", timezone.localdate())
    pledge = cast.pledge(cast.season(cast.cluster(*THREE)))
    terms = pledges.TargetTerms(text="HTX hiệu quả", indicator=version, value=Decimal(65), unit="%")
    pledges.put_target(pledge, terms, by=cast.officer)
    labour = Population.objects.get(code="LAO_DONG")
    for name, n, d, size in (("An Giang", 9, 12, 12), ("Kiên Giang", 9, 312, 12)):
        officer, body = cast.officers[name], cast.members[name]
        assert version is not None
        said = [
            Entry(version, numerator=Decimal(n), denominator=Decimal(d)),
            Entry(labour, value=Decimal(size)),
        ]
        report(body, 2020, "YEAR", said, by=officer)
    rows = tried_on(pledge, 2020, UnderQuota(Decimal(15), labour))
    last = rows[-1]
    assert [(line.seat.short_name, line.reached) for line in last.lines] == [
        ("Sóc Trăng", None), ("An Giang", True), ("Kiên Giang", False),
    ]  # fmt: skip
    assert {line.seat.short_name for line in last.forbidden} == {"An Giang", "Kiên Giang"}
    address = reverse("clusters:pledge_feasibility", args=[pledge.pk])
    page = browser(cast.officer).get(address, {"percent": "15", "population": labour.pk}).content.decode()
    assert "9/312 = 2,88%" in page
    assert "203" in page
    assert "1/3 đơn vị đã đạt." in page
    assert "65% của mẫu số (chưa báo cáo mẫu số)" in page
    nothing = browser(cast.officer).get(address, {"year": "2018"}).content.decode()
    assert "Chưa đơn vị nào có số liệu năm 2018" in nothing
    assert "đơn vị đã đạt" not in nothing
    assert browser(cast.officer).get(address, {"year": "abc"}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_questions_of_any_number_of_rows(rows, django_assert_num_queries):
    cast = stage(*MEMBERS[: rows + 1])
    cluster = cast.cluster(*cast.members)
    pledge = cast.opened(cast.season(cluster, leader=MEMBERS[1]))
    for number in range(rows - 1):
        cast.season(cluster, year=2030 + number, leader=MEMBERS[0])
    for reader, asked in ((cast.officer, ORGANISER), (cast.heads[MEMBERS[0]], HEAD)):
        client = browser(reader)
        for name, number in asked.items():
            args = {"clusters": [], "cluster": [cluster.pk], "season": [pledge.season_id]}.get(
                name, [pledge.pk]
            )
            client.get(reverse(f"clusters:{name}", args=args))
            with django_assert_num_queries(number):
                client.get(reverse(f"clusters:{name}", args=args))


ORGANISER = {
    "clusters": 11, "cluster": 15, "season": 26, "pledge": 16, "pledge_signing": 12, "pledge_feasibility": 13,
}  # fmt: skip
HEAD = {
    "clusters": 11, "cluster": 19, "season": 29, "pledge": 20, "pledge_signing": 15, "pledge_feasibility": 13,
}  # fmt: skip


def test_the_state_after_all_is_on_the_season_page(cast):
    pledge = cast.opened(cast.season(cast.cluster(*THREE)))
    cast.signs(pledge, *THREE)
    page = browser(cast.heads["Kiên Giang"]).get(reverse("clusters:season", args=[pledge.season_id]))
    assert page.context["season"].state == SeasonState.PLEDGE_SIGNED
