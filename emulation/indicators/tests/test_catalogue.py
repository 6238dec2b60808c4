"""The catalogue: loaded twice it is the same, edited in the admin it is recorded, in use it stays."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from emulation.audit.selectors import history_of
from emulation.indicators.models import Population
from emulation.indicators.services.catalogue import load_catalogue, lock
from emulation.indicators.tests.factories import land, population, version

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
    assert history_of(whole).get().action == "indicator.change"
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
