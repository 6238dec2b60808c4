"""National rows in Django's admin: recorded, never deleted, and own rows stay out of it."""

import pytest
from django.urls import reverse

from emulation.accounts.models import User
from emulation.audit.models import Entry
from emulation.legislation.models import BaseSalary, Ground, Instrument
from emulation.legislation.tests.factories import cast

pytestmark = pytest.mark.django_db


NO_PARTS = {"parts_replaced-TOTAL_FORMS": "0", "parts_replaced-INITIAL_FORMS": "0"}


@pytest.fixture
def here(client):
    scene = cast()
    client.force_login(User.objects.create_superuser("quantri@example.vn", "mật khẩu đủ dài"))
    return scene


def typed(**values):
    return {
        "number": "200/2027/NĐ-CP",
        "kind": "DECREE",
        "title": "Quy định mới",
        "issuer": "Chính phủ",
        "issued_on": "01/02/2027",
        "in_force_from": "01/03/2027",
        "confidence": "S",
        "source": "Công báo",
        **NO_PARTS,
        **values,
    }


def test_a_national_instrument_is_entered_and_recorded(client, here):
    url = reverse("admin:legislation_instrument_add")
    assert client.get(url).status_code == 200
    assert client.post(url, typed()).status_code == 302
    made = Instrument.objects.get(number="200/2027/NĐ-CP")
    assert (made.organisation, made.number_key) == (None, "200/2027/nd-cp")
    entry = Entry.objects.get(action="instrument.change")
    assert (entry.chain, entry.subject_id) == (0, str(made.pk))
    assert entry.changes["title"] == [None, "Quy định mới"]
    twin = client.post(url, typed(number="200 / 2027 / nđ-cp"))
    assert "number" in twin.context["adminform"].form.errors
    unsourced = client.post(url, typed(number="201/2027/NĐ-CP", source=""))
    assert unsourced.status_code == 200


def test_the_decree_that_replaces_another_is_named(client, here):
    client.post(reverse("admin:legislation_instrument_add"), typed())
    old, new = (Instrument.objects.get(number=n) for n in ("152/2025/NĐ-CP", "200/2027/NĐ-CP"))
    url = reverse("admin:legislation_instrument_change", args=[old.pk])
    sent = {
        name: client.get(url).context["adminform"].form[name].value()
        for name in ("number", "kind", "title", "issuer")
    }
    dates = {"issued_on": "14/06/2025", "in_force_from": "01/07/2025", "in_force_to": "28/02/2027"}
    words = {"confidence": "S", "source": old.source, "note": ""}
    sent |= dates | words | NO_PARTS
    assert client.post(url, {**sent, "replaced_by": new.pk}).status_code == 302
    old.refresh_from_db()
    assert old.replaced_by == new
    told = Entry.objects.get(action="instrument.change", subject_id=str(old.pk))
    assert told.changes["replaced_by"] == [None, "Nghị định 200/2027/NĐ-CP"]
    assert "in_force_to" not in told.changes
    assert (
        "in_force_to"
        in client.post(url, {**sent, "in_force_to": "", "replaced_by": new.pk})
        .context["adminform"]
        .form.errors
    )


def test_a_part_that_is_replaced_is_journalled(client, here):
    client.post(reverse("admin:legislation_instrument_add"), typed())
    old, new = (Instrument.objects.get(number=n) for n in ("06/2022/QH15", "200/2027/NĐ-CP"))
    url = reverse("admin:legislation_instrument_change", args=[old.pk])
    form = client.get(url).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    part = {"successor": new.pk, "part": "Điều 5", "on": "01/03/2027"}
    sent |= {"parts_replaced-TOTAL_FORMS": "1", "parts_replaced-INITIAL_FORMS": "0"}
    sent |= {f"parts_replaced-0-{name}": value for name, value in part.items()}
    assert client.post(url, sent).status_code == 302
    assert old.parts_replaced.get().part == "Điều 5"
    told = Entry.objects.get(action="instrument.change", subject_id=str(old.pk))
    assert told.changes == {"rows": [None, ["Điều 5: Nghị định 200/2027/NĐ-CP (01/03/2027)"]]}


def test_own_rows_are_not_here_and_nothing_is_deleted(client, here):
    own = here.enter()
    assert client.get(reverse("admin:legislation_instrument_change", args=[own.pk])).status_code == 302
    shown = client.get(
        reverse("admin:legislation_instrument_changelist"), {"q": "luật thi đua"}
    ).content.decode()
    assert own.number not in shown
    law = Instrument.objects.get(number="06/2022/QH15")
    assert client.post(reverse("admin:legislation_instrument_delete", args=[law.pk])).status_code == 403


def test_a_base_salary_and_a_line_are_recorded(client, here):
    law = Instrument.objects.get(number="161/2026/NĐ-CP")
    salary = {"valid_from": "01/07/2028", "amount": "2800000", "instrument": law.pk, "confidence": "U"}
    assert client.post(reverse("admin:legislation_basesalary_add"), salary).status_code == 302
    assert BaseSalary.objects.get(amount=2_800_000).audit_chain == 0
    line = {
        "document_kind": "REPORT",
        "instrument": law.pk,
        "text": "Nghị định số 161/2026/NĐ-CP",
        "official_order": "90",
        "valid_from": "01/07/2026",
    }
    assert client.post(reverse("admin:legislation_ground_add"), line).status_code == 302
    assert Ground.objects.get(instrument=law).audit_chain == 0
    assert set(Entry.objects.values_list("action", flat=True)) >= {"base_salary.change", "ground.change"}
