"""A country of cooperatives and its awards, in a database: 34 Alliances, 35,000 units, as many awards as wanted.

The awards of the measured campaign are the oldest ones, so that every page that looks for them has all others
in its way.
"""

from dataclasses import dataclass
from datetime import date

from django.core.management import call_command

from awards.models import AwardForm, Board, Campaign, Seat
from awards.services.catalogue import load_catalogue
from benchmarks import names
from benchmarks.loading import copy, insert, loading, number, run
from emulation.accounts.models import User
from emulation.organisations.models import Kind, Level, Organisation, OrganisationVersion
from emulation.organisations.names import name_key, search_form, words_of
from emulation.organisations.offices import Office
from emulation.organisations.services import add_person, appoint
from emulation.vietnamese import fold, sort_key

UNITS = 35_000
DRAWN_NAMES = 60_000
PEOPLE = 300_000
MEASURED = 1_000
MEASURED_UNITS = 40
FIRST_YEAR, LAST_YEAR = 2016, 2026
ROWS_A_CAMPAIGN = 250
RARE = "Ung Khắc Giàng"
SINCE = date(2026, 1, 1)
BIG = ("awards_nomination", "awards_grant", "documents_issueddocument", "audit_entry")
MEMBERS = ("awards_campaign", "awards_decision")


@dataclass(frozen=True)
class Cast:
    """Who looks, and at what."""

    officer: User
    unit_officer: User
    alliance: Organisation
    campaign: Campaign


def populate() -> Cast:
    """Everything but the bulk of awards: MEASURED awards in one campaign of 2016."""
    call_command("load_provinces", verbosity=0)
    load_catalogue()
    _units()
    _people()
    alliances = list(Organisation.objects.filter(kind=Kind.ALLIANCE, ended_on=None).order_by("pk"))
    alliance = alliances[len(alliances) // 2]
    officer = _account("can-bo@example.vn", "Lê Thị Cán Bộ", alliance)
    unit = Organisation.objects.filter(parent=alliance).order_by("pk")[0]
    unit_officer = _account("don-vi@example.vn", "Hồ Thị Đơn Vị", unit)
    board = Board.objects.create(organisation=alliance, name="Hội đồng TĐKT")
    Seat.objects.create(
        board=board, person=add_person("Phạm Văn Ủy", by=None), title="Ủy viên", valid_from=SINCE
    )
    campaign = Campaign.objects.create(
        code="do-luong", title="Khen thưởng tổng kết năm 2016", search="khen thuong tong ket nam 2016",
        organisation=alliance, deciding_body_id=alliance.province_id or alliance.pk, board=board,
        year=FIRST_YEAR, kind="regular", opened_by=officer,
    )  # fmt: skip
    campaign.forms.set(AwardForm.objects.filter(code__in=["BK_TINH", "GK_LM"]))
    for place in range(20):
        _campaign_without_rows(campaign, place)
    _homes(alliances)
    with loading(*MEMBERS):
        _decisions("WHERE campaign.id = %d" % campaign.pk)
    with loading(*BIG):
        _awards(1, MEASURED, f"{campaign.pk}", units=MEASURED_UNITS)
    return Cast(officer, unit_officer, alliance, campaign)


def grow(awards: int) -> None:
    """Add awards of all Alliances and years, the oldest first, until there are so many."""
    first = number("SELECT max(id) FROM awards_grant") + 1
    campaigns = -(-(awards - first + 1) // ROWS_A_CAMPAIGN)
    base = number("SELECT max(id) FROM awards_campaign") + 1
    alliances = number("SELECT count(*) FROM bench_home")
    with loading(*MEMBERS):
        insert(
            "awards_campaign",
            {
                "id": f"{base} + c", "code": "'dot-' || c", "organisation_id": "home.id",
                "title": "'Khen thưởng đợt ' || c", "search": "'khen thuong dot ' || c",
                "deciding_body_id": "home.committee", "kind": "'regular'", "state": "'closed'",
                "year": f"{FIRST_YEAR} + c * {LAST_YEAR - FIRST_YEAR + 1} / {campaigns}", "opened_by_id": "1",
            },
            f"FROM generate_series(0, {campaigns - 1}) AS c JOIN bench_home home ON home.place = c % {alliances}",
        )  # fmt: skip
        _decisions(f"WHERE campaign.id >= {base}")
    with loading(*BIG):
        _awards(first, awards, f"{base} + (g - {first}) / {ROWS_A_CAMPAIGN}", units=0)


def _account(email: str, name: str, organisation: Organisation) -> User:
    person = add_person(name, by=None)
    appoint(person, organisation, Office.OFFICER, title="Cán bộ", valid_from=SINCE, by=None)
    return User.objects.create(email=email, person=person)


def _campaign_without_rows(like: Campaign, place: int) -> None:
    Campaign.objects.create(
        code=f"mo-{place}", title=f"Đợt đang mở {place}", search=f"dot dang mo {place}", year=LAST_YEAR,
        organisation=like.organisation, deciding_body=like.deciding_body, kind="ad_hoc", opened_by=like.opened_by,
    )  # fmt: skip


def _units() -> None:
    parents = list(
        Organisation.objects.filter(kind=Kind.ALLIANCE, ended_on=None).values_list(
            "pk", "path", "province_id"
        )
    )
    first = number("SELECT max(id) FROM organisations_organisation") + 1
    version = number("SELECT max(id) FROM organisations_organisationversion") + 1
    rows, words = [], []
    for place, (kind, name) in enumerate(names.units(UNITS)):
        parent, path, province = parents[place * len(parents) // UNITS]
        form = search_form(name)
        rows.append(
            (first + place, kind, f"{path}{first + place}/", name, form, name_key(name), parent, province,
             version + place, SINCE, name.lower(), Level.UNIT, "")
        )  # fmt: skip
        words += [(word, version + place) for word in words_of(form)]
    tables = [model._meta.db_table for model in (Organisation, OrganisationVersion)]
    tables.append("organisations_organisationword")
    unlisted = Organisation._meta.get_field("official_order").default
    with loading(*tables):
        rows = [(*row, unlisted) for row in rows]
        copy(tables[0], {"id": 0, "kind": 1, "path": 2, "name": 3, "search": 4, "sort_key": 5, "parent_id": 6,
                         "province_id": 7, "level": 11, "official_order": 13}, rows)  # fmt: skip
        copy(tables[1], {"id": 8, "organisation_id": 0, "valid_from": 9, "name": 3, "lowered": 10, "search": 4,
                         "parent_id": 6, "province_id": 7, "level": 11}, rows)  # fmt: skip
        run(f"UPDATE {tables[1]} SET confidence = 'ENTERED' WHERE confidence = ''")
        copy(tables[2], {"word": 0, "version_id": 1}, words)


def _homes(alliances: list[Organisation]) -> None:
    """A table of the Alliances with the block of their units, for the statements that follow."""
    run(
        "CREATE TABLE bench_home (place int PRIMARY KEY, id bigint, committee bigint, first_unit bigint, units int)"
    )
    for place, alliance in enumerate(alliances):
        below = Organisation.objects.filter(parent=alliance).order_by("pk")
        run("INSERT INTO bench_home VALUES (%s, %s, %s, %s, %s)",
            [place, alliance.pk, alliance.province_id or alliance.pk, below[0].pk, below.count()])  # fmt: skip
    run("ANALYZE bench_home")


def _people() -> None:
    run("CREATE TABLE bench_name (id int PRIMARY KEY, title text, name text, search text, sort_key text)")
    drawn = [
        (i, title, name, fold(name), sort_key(name))
        for i, (title, name) in enumerate(names.people(DRAWN_NAMES))
    ]
    copy("bench_name", {"id": 0, "title": 1, "name": 2, "search": 3, "sort_key": 4}, drawn)
    run("ANALYZE bench_name")
    with loading("organisations_person"):
        insert(
            "organisations_person",
            {"id": "1000 + g", "full_name": "drawn.name", "title": "drawn.title", "search": "drawn.search",
             "sort_key": "drawn.sort_key", "birth_year": "1950 + g % 55", "birth_date": "NULL"},
            f"FROM generate_series(1, {PEOPLE}) AS g JOIN bench_name drawn ON drawn.id = g % {DRAWN_NAMES}",
        )  # fmt: skip


def _decisions(which: str) -> None:
    """One decision a campaign, with its printed document, numbered past those of the certificates."""
    insert("documents_issueddocument", {
        "id": "9000000 + campaign.id", "code": "upper(substr(md5('decision' || campaign.id), 1, 20))",
        "organisation_id": "campaign.deciding_body_id", "template": "'decision_v1'", "state": "'rendered'",
        "status": "'valid'", "file": "'documents/decision-' || campaign.id || '.pdf'", "pages": "1",
        "file_digest": "md5('decision' || campaign.id)", "rendered_at": "now()",
    }, f"FROM awards_campaign campaign {which}")  # fmt: skip
    insert(
        "awards_decision",
        {
            "id": "campaign.id", "document_id": "9000000 + campaign.id", "campaign_id": "campaign.id", "organisation_id": "campaign.deciding_body_id",
            "number": "campaign.id || '/QĐ-UBND'", "year": "campaign.year", "state": "'published'",
            "signed_on": "make_date(campaign.year, 12, 20)", "published_at": "now()", "paper": "'A4'",
            "summary": "'Về việc tặng Bằng khen'", "signatory_name": "'Nguyễn Văn Hùng'", "drafted_by_id": "1",
            "signatory_office": "'Phó Chủ tịch'", "place": "'Tây Ninh'",
        },
        f"FROM awards_campaign campaign {which}",
    )  # fmt: skip


def _awards(first: int, last: int, campaign: str, *, units: int) -> None:
    """Nominations, certificates, awards and one audit entry each, numbered first to last."""
    run("DROP TABLE IF EXISTS bench_award")
    run(
        f"""
        CREATE UNLOGGED TABLE bench_award AS
        SELECT g AS id, campaign.id AS campaign_id, campaign.year, campaign.organisation_id AS proposer,
               campaign.deciding_body_id AS decider, unit.id AS unit_id, unit.name AS unit_name,
               g %% 5 > 0 AS single, person.id AS person_id,
               CASE WHEN g %% 5 > 0 THEN drawn.title ELSE '' END AS honorific,
               CASE WHEN g <= 3 THEN %s WHEN g %% 5 > 0 THEN drawn.name ELSE unit.name END AS name,
               CASE WHEN g <= 3 THEN %s WHEN g %% 5 > 0 THEN drawn.search ELSE unit.search END
                   || ' ' || unit.search || ' giam doc' AS search,
               CASE WHEN g %% 5 > 0 THEN drawn.sort_key ELSE unit.sort_key END AS sort_key,
               upper(substr(md5('code' || g), 1, 20)) AS code, campaign.id || '/QĐ-UBND' AS number
        FROM generate_series({first}, {last}) AS g
        JOIN awards_campaign campaign ON campaign.id = {campaign}
        JOIN bench_home home ON home.id = campaign.organisation_id
        JOIN organisations_organisation unit ON unit.id = home.first_unit
             + (hashint8(g) & 2147483647) %% {units or "home.units"}
        JOIN organisations_person person ON person.id = 1000 + 1 + (hashint8(g * 7) & 2147483647) %% {PEOPLE}
        JOIN bench_name drawn ON drawn.id = (person.id - 1000) %% {DRAWN_NAMES}
    """,
        [RARE, fold(RARE)],
    )
    run("ANALYZE bench_award")
    form = "(SELECT id FROM awards_awardform WHERE code = 'BK_TINH')"
    kind = "CASE WHEN single THEN 'I' ELSE 'C' END"
    person = "CASE WHEN single THEN person_id END"
    words = {"honorific": "honorific", "name": "name", "unit_name": "unit_name", "search": "search",
             "sort_key": "sort_key", "subject_kind": kind, "form_id": form, "person_id": person, "unit_id": "unit_id",
             "achievement": "'Đã có thành tích xuất sắc trong phát triển kinh tế tập thể'", "id": "id",
             "position_title": "CASE WHEN single THEN 'Giám đốc' ELSE '' END"}  # fmt: skip
    source = "FROM bench_award ORDER BY bench_award.id"
    insert("awards_nomination", {**words, "campaign_id": "campaign_id", "organisation_id": "proposer",
           "folded": "left(search, 300)", "state": "'decided'", "decision_id": "campaign_id", "fingerprint": "md5(id::text)",
           "birth_year": "1980"}, source)  # fmt: skip
    insert("documents_issueddocument", {
        "id": "id", "code": "code", "organisation_id": "decider", "template": "'merit_certificate_v1'",
        "payload": PAYLOAD, "payload_digest": "md5(code)", "state": "'rendered'", "status": "'valid'",
        "file": "'documents/' || code || '.pdf'", "file_digest": "md5(code)", "pages": "1", "rendered_at": "now()",
    }, source)  # fmt: skip
    insert("awards_grant", {**words, "decision_id": "campaign_id", "nomination_id": "id", "proposer_id": "proposer",
           "organisation_id": "decider", "form_name": "'Bằng khen của Chủ tịch UBND cấp tỉnh'", "year": "year",
           "golden_number": "id", "state": "'valid'", "certificate_id": "id"}, source)  # fmt: skip
    insert("audit_entry", {
        "chain": "proposer", "seq": "id + 1000", "at": "now()", "action": "'decision.publish'",
        "subject_type": "'awards.grant'", "subject_id": "id::text", "subject_name": "name",
        "content_digest": "md5(code)", "link": "md5(code)",
    }, source)  # fmt: skip
    run("DROP TABLE bench_award")


PAYLOAD = """jsonb_build_object(
    'kind', CASE WHEN single THEN 'individual' ELSE 'collective' END, 'issuer', 'CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH',
    'award', 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh', 'honorific', honorific, 'recipient', name,
    'details', unit_name, 'achievement', 'Đã có thành tích xuất sắc trong phát triển kinh tế tập thể',
    'place_date', 'Tây Ninh, ngày 20 tháng 12 năm ' || year, 'decision_number', number,
    'decision_date', '20/12/' || year, 'signature', jsonb_build_object('lines', '["PHÓ CHỦ TỊCH"]'::jsonb,
    'name', 'Nguyễn Văn Hùng'), 'verification', jsonb_build_object('code', code, 'address',
    'https://thidua.example.vn/verify/' || code || '/', 'shown_address', 'thidua.example.vn/verify'))"""


def counts() -> dict[str, int]:
    """How many there are of what."""
    return {
        "awards": number("SELECT count(*) FROM awards_grant"),
        "organisations": number("SELECT count(*) FROM organisations_organisation"),
        "megabytes": number("SELECT pg_database_size(current_database()) / 1048576"),
    }
