"""The pages do what they say: lists, an organisation through time, each act, each refusal in words.

Of each number of queries five belong to the frame of every page: account, person, posts, seats, bell.
"""

from datetime import date

import pytest
from django.urls import reverse

from emulation.accounts.tests.factories import holder
from emulation.organisations import selectors, services
from emulation.organisations.models import Kind, Organisation, Person, Post
from emulation.organisations.offices import Office
from emulation.organisations.tests.factories import organisation, person, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def alliance():
    return organisation("Liên minh Hợp tác xã tỉnh Tây Ninh", kind=Kind.ALLIANCE)


@pytest.fixture
def officer(client, alliance):
    user = holder(alliance, Office.OFFICER, name="Trần Thị Lan")
    client.force_login(user)
    return user


@pytest.fixture
def administrator(client, alliance):
    user = holder(alliance, Office.ADMINISTRATOR, name="Phạm Văn Quản")
    client.force_login(user)
    return user


def at(name, *args):
    return reverse(f"organisations:{name}", args=args)


class TestReading:
    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_list_asks_the_same_questions_for_any_number(
        self, client, officer, alliance, rows, django_assert_num_queries
    ):
        for number in range(rows):
            unit = organisation(f"Hợp tác xã Tân Biên {number}", parent=alliance)
            services.merge([unit], into=alliance, on=date(2024, 1, 1), document="1/QĐ", by=None)
        client.get(at("list"))
        with django_assert_num_queries(9):
            page = client.get(at("list"), {"q": "tân biên"})
        assert page.context["page"].total == rows + 1
        assert page.content.decode().count("Hợp tác xã Tân Biên") == rows

    @pytest.mark.parametrize("rows", [1, 3])
    def test_an_organisation_asks_the_same_questions_for_any_number(
        self, client, officer, alliance, rows, django_assert_num_queries
    ):
        for number in range(rows):
            post(person(), alliance, Office.STAFF)
            organisation(parent=alliance)
            services.revise(alliance, on=date(2020 + number, 1, 1), by=None, address=f"Số {number}")
        client.get(at("list"))
        with django_assert_num_queries(15):
            page = client.get(at("detail", alliance.pk))
        assert len(page.context["posts"]) == rows + 1
        assert len(page.context["children"]) == rows
        assert len(page.context["versions"]) == rows + 1

    @pytest.mark.parametrize("rows", [1, 3])
    def test_people_and_one_person_ask_the_same_questions_for_any_number(
        self, client, officer, alliance, rows, django_assert_num_queries
    ):
        somebody = person("Lê Thị An")
        for _ in range(rows):
            post(somebody, organisation(parent=alliance))
            post(person(), alliance, Office.STAFF)
        client.get(at("list"))
        with django_assert_num_queries(11):
            page = client.get(at("people"))
        assert page.context["page"].total == rows + 2
        with django_assert_num_queries(13):
            page = client.get(at("person", somebody.pk))
        assert len(page.context["lines"]) == rows

    def test_filters_narrow_and_stay_in_the_address(self, client, officer, alliance):
        committee = organisation("Ủy ban nhân dân tỉnh Cà Mau", kind=Kind.PEOPLES_COMMITTEE)
        fund = organisation("Quỹ Cái Nước", kind=Kind.CREDIT_FUND, parent=committee)
        services.dissolve(fund, on=date(2020, 1, 1), document="1/QĐ", by=None)

        def found(**query):
            return set(client.get(at("list"), query).context["page"].rows)

        assert found(kind="CREDIT_FUND") == found(parent=committee.pk) == found(status="ended") == {fund}
        assert found(province=committee.pk) == {committee, fund}
        assert found(level="PROVINCE") == {alliance, committee}
        assert found(status="alive") == {alliance, committee}
        assert found(kind="nonsense", province="x", page="x") == {alliance, committee, fund}

    def test_the_list_begins_with_the_own_province(self, client):
        committee = organisation("Ủy ban nhân dân tỉnh Cà Mau", kind=Kind.PEOPLES_COMMITTEE)
        organisation("Ủy ban nhân dân tỉnh Tây Ninh", kind=Kind.PEOPLES_COMMITTEE)
        client.force_login(holder(committee, Office.OFFICER, name="Trần Thị Cà"))
        own = client.get(at("list"))
        assert list(own.context["page"].rows) == [committee]
        assert own.context["form"]["province"].value() == str(committee.pk)
        assert len(client.get(at("list"), {"province": ""}).context["page"].rows) == 2

    def test_an_old_name_leads_to_the_body_of_today(self, client, officer, alliance):
        long_an = organisation("Liên minh Hợp tác xã tỉnh Long An", kind=Kind.ALLIANCE)
        new = services.merge(
            [alliance, long_an],
            name="Liên minh Hợp tác xã tỉnh Tây Ninh",
            on=date(2025, 7, 1),
            document="202/2025/QH15",
            by=None,
        )
        page = client.get(at("list"), {"q": "long an"})
        assert list(page.context["page"].rows) == [new, long_an]
        assert at("detail", new.pk) in client.get(at("detail", long_an.pk)).content.decode()
        shown = client.get(at("detail", new.pk)).content.decode()
        assert at("detail", long_an.pk) in shown
        assert "202/2025/QH15" in shown

    def test_posts_are_shown_in_scope_only(self, client, officer, alliance):
        elsewhere = organisation("Liên minh Hợp tác xã tỉnh Cà Mau", kind=Kind.ALLIANCE)
        somebody = person("Nguyễn Thị Xa")
        post(somebody, elsewhere)
        post(somebody, alliance, Office.STAFF)
        assert "Nguyễn Thị Xa" not in client.get(at("detail", elsewhere.pk)).content.decode()
        page = client.get(at("person", somebody.pk))
        assert [held.organisation for held, _ in page.context["lines"]] == [alliance]

    def test_suggestions_carry_the_number(self, client, officer, alliance):
        shown = client.get(at("suggest"), {"parent": "tay ninh"}).content.decode()
        assert f"{alliance.name} #{alliance.pk}" in shown


class TestActs:
    def test_a_unit_is_entered_below(self, client, officer, alliance):
        facts = {
            "kind": "COOPERATIVE",
            "name": "Hợp tác xã Vĩnh Cường",
            "level": "UNIT",
            "valid_from": "05/02/2020",
        }
        answer = client.post(at("register_below", alliance.pk), facts)
        unit = Organisation.objects.get(name="Hợp tác xã Vĩnh Cường")
        assert answer.url == at("detail", unit.pk)
        assert (unit.parent, selectors.version_on(unit, date(2020, 2, 5)).name) == (alliance, unit.name)

    def test_a_name_that_exists_is_asked_about_first(self, client, officer, alliance):
        organisation("HTX Vĩnh Cường", parent=alliance)
        facts = {
            "kind": "COOPERATIVE",
            "name": "Hợp tác xã Vĩnh Cường",
            "level": "UNIT",
            "valid_from": "5/2/2020",
        }
        answer = client.post(at("register_below", alliance.pk), facts)
        assert answer.status_code == 200
        assert [one.name for one in answer.context["namesakes"]] == ["HTX Vĩnh Cường"]
        client.post(at("register_below", alliance.pk), {**facts, "another": "on"})
        assert Organisation.objects.filter(parent=alliance).count() == 2

    def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_is_kept(self, client, officer, alliance):
        facts = {"kind": "COOPERATIVE", "name": "Hợp tác xã A", "level": "UNIT", "valid_from": "31/02/2020"}
        answer = client.post(at("register_below", alliance.pk), facts)
        assert "valid_from" in answer.context["form"].errors
        assert "31/02/2020" in answer.content.decode()
        assert Organisation.objects.filter(parent=alliance).count() == 0

    def test_a_change_of_facts_and_of_the_body_above(self, client, officer, alliance):
        unit, union = organisation(parent=alliance), organisation("Liên hiệp A", parent=alliance)
        facts = {"level": "UNIT", "address": "Ấp 2", "on": "01/01/2024", "parent": f"Liên hiệp A #{union.pk}"}
        facts["base"] = client.get(at("revise", unit.pk)).context["base"]
        client.post(at("revise", unit.pk), facts)
        unit.refresh_from_db()
        assert unit.parent == union
        # Somebody began before that: what only they changed is taken, what both changed is asked about.
        late = {**facts, "address": "Ấp 3", "sector": "Nông nghiệp"}
        asked = client.post(at("revise", unit.pk), late)
        assert [row["name"] for row in asked.context["clashes"]] == ["address"]
        again = {**late, "base": asked.context["base"], "keep_address": "theirs"}
        assert client.post(at("revise", unit.pk), again).status_code == 302
        held = selectors.version_on(unit, date(2024, 1, 1))
        assert (held.address, held.sector) == ("Ấp 2", "Nông nghiệp")
        assert selectors.version_on(unit, date(2024, 1, 1)).address == "Ấp 2"

    def test_a_unit_cannot_be_moved_out_of_scope(self, client, officer, alliance):
        unit, away = organisation(parent=alliance), organisation("Liên hiệp Xa")
        facts = {"level": "UNIT", "on": "01/01/2024"}
        assert client.post(at("revise", unit.pk), {**facts, "parent": "Liên hiệp Xa"}).status_code == 403
        assert client.post(at("revise", unit.pk), {**facts, "parent": ""}).status_code == 403
        assert client.post(at("revise", unit.pk), {**facts, "parent": "Vô danh"}).status_code == 200
        unit.refresh_from_db()
        assert (unit.parent, away.path) == (alliance, f"/{away.pk}/")

    def test_a_rename(self, client, officer, alliance):
        unit = organisation("Hợp tác xã Rạch Gầm", parent=alliance)
        facts = {"name": "Hợp tác xã Sông Tiền", "on": "01/06/2022", "document": "15/QĐ-UBND"}
        assert client.post(at("rename", unit.pk), {**facts, "on": "01/06/2000"}).status_code == 200
        assert client.post(at("rename", unit.pk), facts).url == at("detail", unit.pk)
        assert selectors.name_on(unit, date(2022, 6, 1)) == "Hợp tác xã Sông Tiền"

    def test_a_merger_needs_the_word_and_the_right_over_all(self, client, officer, alliance):
        first, second = (
            organisation("Hợp tác xã A", parent=alliance),
            organisation("Hợp tác xã B", parent=alliance),
        )
        away = organisation("Hợp tác xã Xa")
        facts = {
            "others": "Hợp tác xã B",
            "name": "Hợp tác xã AB",
            "on": "01/06/2022",
            "document": "15/QĐ-UBND",
            "confirmation": "sáp nhập",
        }
        for wrong in ({"confirmation": ""}, {"name": ""}, {"others": "Vô danh"}, {"into": "Hợp tác xã B"}):
            assert client.post(at("merge", first.pk), {**facts, **wrong}).status_code == 200
        assert client.post(at("merge", first.pk), {**facts, "others": "Hợp tác xã Xa"}).status_code == 403
        assert away.ended_on is None
        answer = client.post(at("merge", first.pk), facts)
        (new,) = selectors.successors_of(second)
        assert (new.name, new.parent, answer.url) == ("Hợp tác xã AB", alliance, at("detail", new.pk))

    def test_one_takes_in_another(self, client, officer, alliance):
        first, second = (
            organisation("Hợp tác xã A", parent=alliance),
            organisation("Hợp tác xã B", parent=alliance),
        )
        facts = {"into": "Hợp tác xã B", "on": "01/06/2022", "document": "15/QĐ", "confirmation": "SÁP NHẬP"}
        assert client.post(at("merge", first.pk), facts).url == at("detail", second.pk)

    def test_the_second_of_two_who_dissolve_is_told(self, client, officer, alliance):
        unit = organisation(parent=alliance)
        facts = {"on": "01/06/2022", "document": "15/QĐ", "confirmation": "GIẢI THỂ"}
        assert client.post(at("dissolve", unit.pk), {**facts, "confirmation": "?"}).status_code == 200
        assert client.post(at("dissolve", unit.pk), facts).status_code == 302
        assert client.post(at("dissolve", unit.pk), facts).status_code == 403

    def test_an_administrator_appoints_somebody_new(self, client, administrator, alliance):
        facts = {
            "full_name": "NGUYỄN VĂN HÀ",
            "person_title": "Ông",
            "birth_year": "1970",
            "office": "HEAD",
            "title": "Chủ tịch",
            "valid_from": "01/06/2022",
        }
        assert client.post(at("appoint", alliance.pk), facts).url == at("detail", alliance.pk)
        (held,) = selectors.holders(alliance, [Office.HEAD], date(2022, 6, 1))
        assert (held.person.full_name, held.person.keeper, held.title) == (
            "Nguyễn Văn Hà",
            alliance,
            "Chủ tịch",
        )

    def test_a_known_name_is_asked_about_before_a_second_record_is_made(
        self, client, administrator, alliance
    ):
        known = person("Nguyễn Văn Hà", keeper=alliance)
        facts = {"full_name": "Nguyễn Văn Hà", "office": "STAFF", "valid_from": "01/06/2022"}
        answer = client.post(at("appoint", alliance.pk), facts)
        assert "who" in answer.context["form"].errors
        client.post(at("appoint", alliance.pk), {**facts, "who": str(known.pk)})
        assert Post.objects.filter(person=known, office="STAFF").count() == 1
        client.post(at("appoint", alliance.pk), {**facts, "who": "new"})
        assert Person.objects.filter(full_name="Nguyễn Văn Hà").count() == 2

    def test_an_officer_enters_staff_but_gives_no_rights(self, client, officer, alliance):
        facts = {"full_name": "Nguyễn Văn Hà", "office": "STAFF", "valid_from": "01/06/2022"}
        assert client.post(at("appoint", alliance.pk), {**facts, "office": "HEAD"}).status_code == 403
        assert not Person.objects.filter(full_name="Nguyễn Văn Hà").exists()
        assert client.post(at("appoint", alliance.pk), facts).status_code == 302

    def test_nobody_gives_a_post_to_themselves(self, client, administrator, alliance):
        facts = {"full_name": "Phạm Văn Quản", "office": "HEAD", "valid_from": "01/06/2022"}
        asked = client.post(at("appoint", alliance.pk), {**facts, "who": str(administrator.person_id)})
        assert asked.status_code == 403
        assert selectors.holders(alliance, [Office.HEAD], date(2022, 6, 1)) == []

    def test_a_post_is_ended(self, client, administrator, alliance):
        held = post(person(), alliance, Office.HEAD)
        assert client.post(at("end_post", held.pk), {"on": "01/01/2000"}).status_code == 200
        assert client.post(at("end_post", held.pk), {"on": "31/12/2022"}).status_code == 302
        assert client.post(at("end_post", held.pk), {"on": "31/12/2023"}).status_code == 403
        held.refresh_from_db()
        assert held.valid_to == date(2022, 12, 31)

    def test_a_person_is_mended_where_the_record_is_kept(self, client, officer, alliance):
        somebody = person("Lê Thị An", keeper=alliance)
        facts = {"full_name": "Lê Thị Ân", "birth_date": "04/05/1980", "birth_year": "1981"}
        facts["base"] = client.get(at("person_revise", somebody.pk)).context["base"]
        assert client.post(at("person_revise", somebody.pk), facts).status_code == 200
        mended = {**facts, "birth_year": "1980"}
        assert client.post(at("person_revise", somebody.pk), mended).status_code == 302
        somebody.refresh_from_db()
        assert (somebody.full_name, somebody.birth_year) == ("Lê Thị Ân", 1980)
        # Somebody who began before that and saves after it is asked; nobody overwrites silently.
        asked = client.post(at("person_revise", somebody.pk), {**mended, "full_name": "Lê Thị Ấn"})
        assert [row["name"] for row in asked.context["clashes"]] == ["full_name"]
        unread = client.post(at("person_revise", somebody.pk), {**mended, "base": "x"})
        assert unread.context["form"].non_field_errors()
        somebody.refresh_from_db()
        assert somebody.full_name == "Lê Thị Ân"

    def test_somebody_who_serves_elsewhere_too_is_not_mended_here(self, client, officer, alliance):
        somebody = person("Lê Thị An")
        post(somebody, alliance, Office.STAFF)
        assert client.get(at("person_revise", somebody.pk)).status_code == 200
        post(somebody, organisation(), Office.STAFF)
        assert client.get(at("person_revise", somebody.pk)).status_code == 403
