"""Pages of scores: what they show, what they cost at any size, tables out and in, sheets with their forms."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from clusters.models import ScoreCard, ScoreImport, ScoreSheet, ScoreValue, Source
from clusters.scoring import STEPS, Column, Kind
from clusters.scoring.working import Step
from clusters.selectors.cards import Scored, cells_of
from clusters.selectors.sheet_moves import last_scored, places_moved
from clusters.selectors.sheets import differences
from clusters.selectors.waiting import tasks
from clusters.sentences import FAULTS, step_words
from clusters.sentences import STEPS as SENTENCES
from clusters.services import cards, evidence, scores, sheets
from clusters.tests.scoring_stage import ANSWERS, scene
from emulation.indicators.models import Figure, IndicatorVersion
from emulation.verdicts import Refused
from programmes.tests.pictures import PNG

pytestmark = pytest.mark.django_db
COOPS = ("Sóc Trăng", "An Giang", "Bạc Liêu", "Cần Thơ", "Hậu Giang", "Kiên Giang", "Cà Mau")


def at(made, user):
    client = Client()
    client.force_login(user)
    return client


def page(client, name, *args):
    return client.get(reverse(f"clusters:{name}", args=args))


@pytest.mark.parametrize("members", [2, 4])
def test_the_grid_asks_the_same_questions_of_any_number_of_members(members, django_assert_num_queries):
    made = scene(*COOPS[:members])
    for name in COOPS[:members]:
        made.enter(name, ANSWERS, reason="Đã làm")
    client = at(made, made.cast.officer)
    page(client, "grid", made.season.pk, "self")
    with django_assert_num_queries(14):
        answer = page(client, "grid", made.season.pk, "self")
    assert len(answer.context["lines"]) == members
    with django_assert_num_queries(14):
        page(client, "grid", made.season.pk, "appraised")
    with django_assert_num_queries(15):
        page(client, "appraisal", made.season.pk)


@pytest.mark.parametrize("pieces", [1, 3])
def test_a_card_asks_the_same_questions_with_any_evidence(pieces, django_assert_num_queries):
    made = scene()
    card = made.filled("Sóc Trăng")
    for number in range(pieces):
        evidence.add(
            card,
            [made.by_code["A1"], made.by_code["B1"]],
            title=f"Văn bản {number}",
            link=f"https://example.vn/{number}",
            by=made.cast.officers["Sóc Trăng"],
        )
    client = at(made, made.cast.officers["Sóc Trăng"])
    page(client, "card", card.pk)
    with django_assert_num_queries(16):
        page(client, "card", card.pk)


def test_one_file_serves_several_criteria_and_stays_behind_its_door():
    made = scene()
    card, officer = made.card("Sóc Trăng"), made.cast.officers["Sóc Trăng"]
    made.enter("Sóc Trăng", {"A1": "10", "B1": "2"})
    assert {leaf.code for leaf in cards.lacking(card)[1]} == {"A1", "B1"}
    both = [made.by_code["A1"], made.by_code["B1"]]
    piece = evidence.add(card, both, title="Báo cáo", file=ContentFile(PNG, name="a.png"), by=officer)
    assert cards.lacking(card)[1] == []
    with pytest.raises(Refused):
        evidence.add(card, both, title="Lại", file=ContentFile(PNG, name="b.png"), by=officer)
    evidence.assign(piece, both[:1], by=officer)
    assert {leaf.code for leaf in cards.lacking(card)[1]} == {"B1"}
    evidence.remove(piece, by=officer)
    assert page(at(made, officer), "score_evidence", piece.pk).status_code == 404
    with pytest.raises(Refused):
        evidence.remove(piece, by=officer)
    with pytest.raises(Refused):
        evidence.add(card, [made.by_code["A"]], title="Nhóm", link="https://example.vn", by=officer)


def workbook(made, name, column, changes):
    """The exported table with some cells changed."""
    user = made.cast.officers[name] if column is Column.SELF else made.cast.officer
    answer = page(at(made, user), "grid_export", made.season.pk, column.value.lower())
    book = load_workbook(BytesIO(answer.content))
    sheet = book.active
    header = next(row for row in sheet.iter_rows() if any(cell.value == "A1" for cell in row))
    places = {cell.value: cell.column for cell in header}
    line = next(
        row[0].row
        for row in sheet.iter_rows()
        if any(cell.value == made.card(name).seat.name for cell in row)
    )
    found = {code: sheet.cell(line, place).value for code, place in places.items()}
    for code, value in changes.items():
        sheet.cell(line, places[code]).value = value
    target = BytesIO()
    book.save(target)
    return found, SimpleUploadedFile("diem.xlsx", target.getvalue())


def test_a_table_goes_out_and_comes_in_and_says_what_is_wrong_first():
    made = scene()
    made.enter("Sóc Trăng", {"A1": "10", "D2": "9/12", "G2": "0"})
    changes = {"A1": 80, "A3": "65/100", "B1": "nhiều", "B2": "25; 10; 12", "GATE1": "Không", "G2": None}
    found, file = workbook(made, "Sóc Trăng", Column.SELF, changes)
    assert (found["A1"], found["D2"], found["G2"], found["B1"]) == (10, "9/12", 0, None)
    client = at(made, made.cast.officers["Sóc Trăng"])
    answer = client.post(reverse("clusters:grid_import", args=[made.season.pk, "self"]), {"file": file})
    kept = ScoreImport.objects.get()
    assert answer["Location"] == reverse("clusters:score_import", args=[kept.pk])
    before = ScoreValue.objects.count()
    (line,) = client.get(answer["Location"]).context["lines"]
    assert (line.new, line.same, [problem[:3] for problem in line.problems]) == (4, 1, ["B1:"])
    assert ScoreValue.objects.count() == before
    client.post(answer["Location"])
    card = made.card("Sóc Trăng")
    cells = cells_of([card.pk])[card.pk][Column.SELF]
    assert (cells["A1"].points, cells["A1"].source) == (40, Source.IMPORTED)
    assert (cells["G2"].points, "B1" in cells) == (0, False)
    client.post(answer["Location"])
    assert ScoreValue.objects.count() == before + 4


def test_a_table_of_points_names_members_it_does_not_know():
    made = scene()
    made.submitted("Sóc Trăng")
    _found, file = workbook(
        made, "Sóc Trăng", Column.APPRAISED, {"A1": 40, "Đơn vị": "Không có", "Mã phiếu": 0}
    )
    client = at(made, made.cast.officer)
    client.post(reverse("clusters:grid_import", args=[made.season.pk, "appraised"]), {"file": file})
    kept = ScoreImport.objects.get()
    (line,) = page(client, "score_import", kept.pk).context["lines"]
    assert (line.new, len(line.problems)) == (0, 1)
    file = SimpleUploadedFile("x.csv", b"a;b\n1;2\n")
    answer = client.post(reverse("clusters:grid_import", args=[made.season.pk, "appraised"]), {"file": file})
    assert answer.status_code == 200


def test_a_criterion_bound_to_an_indicator_is_filled_from_the_figure():
    made = scene(opened=False)
    version = next(one for one in IndicatorVersion.objects.order_by("pk") if one.is_percent)
    figure = Figure.objects.create(
        organisation=made.cast.members["Sóc Trăng"],
        year=made.season.year,
        period="YEAR",
        indicator_version=version,
        numerator=9,
        denominator=12,
        value=75,
        entered_by=made.cast.officer,
    )
    made.sheet.criteria.filter(code="D2").update(indicator=figure.indicator_version)
    made.moved("open_scoring")
    officer = made.cast.officers["Sóc Trăng"]
    (row,) = scores.take_figures(made.card("Sóc Trăng"), by=officer)
    assert (row.points, row.figure, row.claim) == (40, figure, {"n": "9", "d": "12"})
    assert scores.take_figures(made.card("Sóc Trăng"), by=officer) == []
    made.enter("Sóc Trăng", {"D2": "6/12"})
    assert scores.take_figures(made.card("Sóc Trăng"), by=officer) == []
    shown = page(at(made, officer), "score", made.card("Sóc Trăng").pk, made.by_code["D2"].pk)
    assert "9/12" in shown.content.decode()


def test_every_node_of_the_sheet_can_be_shown_and_saved_again():
    made = scene()
    draft = sheets.copy(made.sheet, made.season.cluster, by=made.cast.officer)
    client = at(made, made.cast.officer)
    assert page(client, "sheet", draft.pk).context["faults"] == []
    for row in draft.criteria.all():
        address = reverse("clusters:criterion_edit", args=[row.pk])
        form = client.get(address).context["form"]
        told = {}
        for name in form.fields:
            value = form[name].value()
            if value not in (None, False, []):
                told[name] = getattr(value, "pk", value if isinstance(value, list) else str(value))
        answer = client.post(address, told)
        assert answer.status_code == 302, (row.code, answer.context["form"].errors)
    assert differences(ScoreSheet.objects.get(pk=draft.pk)) == []


@pytest.mark.parametrize("kind", ["", *Kind])
def test_each_kind_has_a_form_of_its_own(kind):
    made = scene(opened=False)
    client = at(made, made.cast.officer)
    address = reverse("clusters:criterion_new", args=[made.sheet.pk]) + f"?kind={kind}"
    assert client.get(address).status_code == 200
    if kind and kind != Kind.EXPERT:
        answer = client.post(address, {"code": "Z1", "text": "Mới", "order": "99", "max": "10"})
        missing = kind not in (Kind.BINARY,)
        assert (answer.status_code == 200) is missing


def test_bands_and_parts_are_typed_in_lines():
    made = scene(opened=False)
    client = at(made, made.cast.officer)
    address = reverse("clusters:criterion_new", args=[made.sheet.pk])
    told = {"code": "Z1", "text": "Bậc", "order": "1", "max": "40", "measure": "SHARE"}
    client.post(f"{address}?kind=BAND", {**told, "bands": "> 80; 40\n≥ 60; 30\n-; 20"})
    bands = made.sheet.criteria.get(code="Z1").params["bands"]
    assert [(band["low"], band["low_closed"], band["high"], band["high_closed"]) for band in bands] == [
        ("80", False, None, False),
        ("60", True, "80", True),
        (None, True, "60", False),
    ]
    for wrong in ("80", "1.234; 5", "> 80; 40\n> 90; 20"):
        assert client.post(f"{address}?kind=BAND", {**told, "code": "Z2", "bands": wrong}).status_code == 200
    client.post(f"{address}?kind=SUBSUM", {**told, "code": "Z3", "part_lines": "Một; 25\nHai; 15"})
    assert made.sheet.criteria.get(code="Z3").params["parts"][1] == {"text": "Hai", "max": "15"}


def test_a_new_version_says_whose_place_would_change():
    made = scene()
    made.enter("Sóc Trăng", {"A1": "100", "B1": "1"})
    made.enter("An Giang", {"A1": "60", "B1": "4"})
    draft = sheets.copy(made.sheet, made.season.cluster, by=made.cast.officer)
    assert last_scored(draft) == made.season
    assert places_moved(draft, made.season) == []
    draft.criteria.filter(code="B1").update(params={"unit_points": 2}, max=Decimal(70))
    assert places_moved(draft, made.season) == [("An Giang", 1, 2), ("Sóc Trăng", 2, 1)]
    shown = page(at(made, made.cast.officer), "sheet", draft.pk)
    assert len(shown.context["moves"]) == 2


def test_the_desk_says_who_has_to_score_and_to_appraise():
    made = scene()
    today = made.season.state_since

    def waiting(user):
        return [str(task.sentence) for task in tasks(user, today)]

    assert waiting(made.cast.officers["Sóc Trăng"]) == [f"Tự chấm điểm: {made.season}"]
    card = made.submitted("Sóc Trăng")
    assert waiting(made.cast.officers["Sóc Trăng"]) == []
    assert f"1 bảng tự chấm chờ thẩm định: {made.season}" in waiting(made.cast.officers["An Giang"])
    cards.give_back(card, reason="Thiếu", by=made.cast.officer)
    assert waiting(made.cast.officers["Sóc Trăng"]) == [f"Bảng tự chấm được trả lại: {made.season}"]


def test_the_way_of_a_card_through_its_pages():
    made = scene()
    officer = made.cast.officers["Sóc Trăng"]
    client, organiser = at(made, officer), at(made, made.cast.officer)
    card = made.filled("Sóc Trăng")
    assert client.post(reverse("clusters:card_submit", args=[card.pk])).status_code == 302
    told = {"reason": "Thiếu minh chứng"}
    assert organiser.post(reverse("clusters:card_return", args=[card.pk]), told).status_code == 302
    assert "Thiếu minh chứng" in page(client, "card", card.pk).content.decode()
    assert client.post(reverse("clusters:card_submit", args=[card.pk])).status_code == 302
    made.enter("Sóc Trăng", {"B1": "60"}, column=Column.APPRAISED, reason="Thiếu một văn bản")
    (line,) = page(organiser, "appraisal", made.season.pk).context["lines"]
    assert line["criterion"].code == "B1"
    explain = reverse("clusters:score_explain", args=[card.pk, made.by_code["B1"].pk])
    assert client.post(explain, {"text": "Ban hành ngày 30/12"}).status_code == 302
    assert "Ban hành ngày 30/12" in page(organiser, "appraisal", made.season.pk).content.decode()
    assert ScoreCard.objects.get(pk=card.pk).state == "submitted"


def test_every_step_and_fault_has_its_sentence():
    assert SENTENCES.keys() == STEPS.keys()
    for code, names in STEPS.items():
        facts = dict.fromkeys(names, Decimal("1.5")) | ({"effect": "DEDUCT"} if "effect" in names else {})
        assert "%(" not in step_words(Step(code, facts))
    assert all(str(words) for words in FAULTS.values())


def test_points_over_what_is_possible_are_told_with_the_total():
    made = scene()
    made.enter("Sóc Trăng", {"A1": "10"})
    card = made.card("Sóc Trăng")
    total = Scored.of(made.season).total(cells_of([card.pk])[card.pk], "")
    assert (total.points, total.possible, len(total.missing)) == (5, 950, 22)
