"""The catalogue: loaded twice it is the same, edited in the admin it is recorded, in use it stays."""

from datetime import date

import pytest
from django.contrib.admin import site
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from emulation.audit.selectors import history_of
from emulation.audit.telling import lines
from emulation.indicators.models import IndicatorVersion, Population
from emulation.indicators.services.catalogue import load_catalogue, lock
from emulation.indicators.tests.factories import land, population, version
from emulation.organisations.models import Kind

pytestmark = pytest.mark.django_db


def test_loading_again_adds_nothing_and_undoes_nothing(capsys):
    load_catalogue()
    Population.objects.filter(code="HTX").update(definition="Sửa bởi người quản lý")
    assert load_catalogue() == 0
    assert population("HTX").definition == "Sửa bởi người quản lý"
    call_command("load_indicators")
    assert capsys.readouterr().out == "0 rows added.\n"


def test_what_an_empty_installation_gets():
    Population.objects.filter(part_of__isnull=False, code__startswith="CAN_BO_TDKT").delete()
    assert load_catalogue() == 3


@pytest.fixture
def keeper(client):
    cast = land()
    cast.officer.is_staff = cast.officer.is_superuser = True
    cast.officer.save()
    client.force_login(cast.officer)
    return cast


def test_a_change_in_the_admin_is_recorded(keeper, client):
    whole = population("HTX")
    url = reverse("admin:indicators_population_change", args=[whole.pk])
    form = client.get(url).context["adminform"].form
    data = {name: form.initial.get(name) or "" for name in form.fields} | {"asked_of": '["ALLIANCE"]'}
    assert client.post(url, data | {"definition": "Mới"}).status_code == 302
    assert population("HTX").definition == "Mới"
    told = history_of(whole).get()
    assert (told.action, told.changes["definition"]) == ("indicator.change", [whole.definition, "Mới"])
    shown = {(line.before, line.after) for line in lines(told)}
    kinds = [str(Kind.CENTRAL_ALLIANCE.label), str(Kind.ALLIANCE.label)]
    assert shown == {(whole.definition, "Mới"), (", ".join(kinds), kinds[1])}
    assert client.post(url, data | {"definition": "Mới"}).status_code == 302
    assert history_of(whole).count() == 1
    assert client.post(reverse("admin:indicators_population_delete", args=[whole.pk])).status_code == 403


def test_a_version_in_use_is_read_only_in_the_admin(keeper, client):
    used = version("HTX_MOI")
    url = reverse("admin:indicators_indicatorversion_change", args=[used.pk])
    assert client.get(url).context["has_change_permission"]
    lock(used, by=keeper.officer)
    lock(used, by=keeper.officer)
    assert not client.get(url).context["has_change_permission"]
    assert client.post(url, {"name": "Khác"}).status_code == 403
    assert history_of(used).count() == 1
    for name in ("population", "indicator", "indicatorversion"):
        assert client.get(reverse(f"admin:indicators_{name}_changelist")).status_code == 200


def test_a_population_in_use_keeps_its_meaning_and_can_be_retired(keeper, client):
    members = population("THANH_VIEN_NU")
    keeper.reported("THANH_VIEN_NU", 12)
    members.refresh_from_db()
    assert members.locked_at is not None
    assert members.part_of.locked_at is not None
    assert {entry.action for entry in history_of(members)} == {"indicator.lock"}
    url = reverse("admin:indicators_population_change", args=[members.pk])
    form = client.get(url).context["adminform"].form
    assert "name" not in form.fields
    data = {name: form.initial.get(name) or "" for name in form.fields}
    data |= {"asked_of": '["COOPERATIVE"]', "retired_on": "01/01/2027", "name": "Khác", "definition": "Khác"}
    assert client.post(url, data).status_code == 302
    after = population("THANH_VIEN_NU")
    assert (after.name, after.definition) == (members.name, members.definition)
    assert after.retired_on == date(2027, 1, 1)
    assert history_of(members).first().changes["retired_on"] == [None, "2027-01-01"]


def test_who_read_the_page_before_its_first_use_cannot_rewrite_it(keeper, client):
    site_form = client.get(reverse("admin:indicators_population_add")).context["adminform"].form
    assert "name" in site_form.fields
    members = population("THANH_VIEN")
    admin = site._registry[Population]
    keeper.reported("THANH_VIEN", 12)
    late = population("THANH_VIEN")
    late.name = "Khác"
    with transaction.atomic():
        assert not admin.may_save(population("THANH_VIEN"), late)
    assert admin.may_save(population("THANH_VIEN"), population("THANH_VIEN"))
    assert admin.may_save(None, late)
    assert not site._registry[IndicatorVersion].may_save(used(keeper), late)
    assert members.name == population("THANH_VIEN").name


def used(keeper):
    one = version("HTX_MOI")
    lock(one, by=keeper.officer)
    return one


def test_the_populations_of_a_version_in_use_are_locked_with_it(keeper):
    lock(version("HTX_HIEU_QUA"), by=keeper.officer)
    for code in ("HTX_TRUNG_BINH_TRO_LEN", "HTX_DANG_HOAT_DONG", "HTX"):
        assert population(code).locked_at is not None, code


@pytest.mark.parametrize(
    "change", [{"name": "Khác"}, {"axis": "age"}, {"part_of": None}, {"locked_at": None}]
)
def test_the_database_keeps_the_meaning_of_a_population_in_use(change):
    land().reported("THANH_VIEN_NU", 12)
    rows = Population.objects.filter(code="THANH_VIEN_NU")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)
    rows.update(source="Nguồn đã kiểm chứng", asked_of=["COOPERATIVE"])


def test_the_database_keeps_versions_in_use_and_removes_nothing_that_is_locked():
    cast = land()
    lock(version("HTX_MOI"), by=cast.officer)
    rows = IndicatorVersion.objects.filter(indicator__code="HTX_MOI")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(unit="khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    IndicatorVersion.objects.filter(indicator__code="LH_HTX_MOI").delete()
