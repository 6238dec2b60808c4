"""A programme from its draft to its printed paper, and back."""

from datetime import date

import pytest

from emulation.audit.selectors import history_of
from emulation.documents.states import DocumentStatus
from emulation.lifecycle import TransitionRefused
from emulation.merging import Clash
from emulation.organisations.offices import Office
from emulation.organisations.services import merge, rename
from emulation.verdicts import Refused
from programmes.models import Programme
from programmes.selectors.programmes import parties_of, programme_page
from programmes.services import parties, programmes, signings
from programmes.services.parties import AddendumTerms, PartyTerms, Successor
from programmes.services.programmes import ProgrammeTerms, terms_of
from programmes.services.signings import Signing
from programmes.states import ProgrammeState
from programmes.tests.stage import CONTENTS, SIGNED, account, signing, stage

pytestmark = pytest.mark.django_db


def test_case_000_is_entered_signed_and_frozen_for_print():
    cast = stage()
    programme = cast.signed()
    assert programme.state == ProgrammeState.SIGNED
    assert programme.parts.type_code == "CTPH"
    assert programme.parts.issuers == ("LMHTX", "BTĐKT")
    payload = programme.document.payload
    assert payload["issuers"] == [cast.alliance.name.upper(), cast.board_office.name.upper()]
    assert payload["place_date"] == "Rạch Giá, ngày 13 tháng 9 năm 2017"
    assert payload["period"] == "Giai đoạn 2017 - 2022"
    contents = next(one for one in payload["sections"] if one["heading"] == "NỘI DUNG PHỐI HỢP")
    assert [line.lower() for line in contents["groups"][0]["lines"]] == [line.lower() for line in CONTENTS]
    assert contents["groups"][0]["lines"][0].startswith("Tuyên truyền")
    second = payload["signatures"][1]
    assert second["name"] == "Hà Văn Chiến"
    assert second["lines"] + second["further"] == [
        "PHÓ GIÁM ĐỐC SỞ NỘI VỤ",
        "Phó Chủ tịch Thường trực Hội đồng Thi đua - Khen thưởng tỉnh",
        "Trưởng ban Thi đua - Khen thưởng",
    ]
    assert programme.minutes.payload["kind"] == "BIÊN BẢN"


@pytest.mark.parametrize(
    ("changes", "sides", "missing"),
    [
        ({"contents": ""}, 2, "nội dung"),
        ({}, 1, "hai bên"),
    ],
)
def test_a_programme_that_lacks_something_is_not_signed(changes, sides, missing):
    cast = stage()
    programme = cast.draft(**changes)
    for party in parties_of(programme)[sides:]:
        parties.remove(party, by=cast.officer)
    with pytest.raises(Refused) as refusal:
        signings.sign(programme, signing(), by=cast.officer)
    assert missing in str(refusal.value.reason)
    programme.refresh_from_db()
    assert programme.state == ProgrammeState.DRAFT


def test_a_side_without_signatory_is_named():
    cast = stage()
    programme = cast.draft()
    parties.add(programme, PartyTerms(name="Hội Nông dân tỉnh"), by=cast.officer)
    with pytest.raises(Refused, match="Hội Nông dân tỉnh"):
        signings.sign(programme, signing(), by=cast.officer)


def test_names_printed_are_those_of_the_day_of_signing():
    """A body renamed between the draft and the recorded signing is printed as it was called that day."""
    cast = stage()
    rename(
        cast.board_office, name="Ban Thi đua tỉnh Kiên Giang", on=date(2018, 1, 1), document="QĐ 1", by=None
    )
    cast.board_office.refresh_from_db()
    programme = cast.draft()
    assert parties_of(programme)[1].name == "Ban Thi đua tỉnh Kiên Giang"
    signed = signings.sign(programme, signing(), by=cast.officer)
    assert signed.document.payload["issuers"][1] == "BAN THI ĐUA - KHEN THƯỞNG TỈNH KIÊN GIANG"


def test_a_body_that_did_not_exist_that_day_does_not_sign():
    cast = stage()
    programme = cast.draft()
    with pytest.raises(Refused, match="không hoạt động"):
        signings.sign(programme, signing(on=date(2014, 5, 1)), by=cast.officer)


def test_what_is_signed_is_changed_by_addendum_only():
    cast = stage()
    programme = cast.signed()
    terms = terms_of(programme)
    with pytest.raises(Refused, match="phụ lục"):
        programmes.revise(programme, terms, base=terms, by=cast.officer)
    parties.amend(
        programme,
        AddendumTerms(signed_on=date(2019, 1, 5), effective_on=date(2019, 2, 1), text="Bổ sung nội dung (4)"),
        by=cast.officer,
    )
    assert [row.text for row in programme.addenda.all()] == ["Bổ sung nội dung (4)"]


def test_an_addendum_is_not_older_than_what_it_changes():
    cast = stage()
    with pytest.raises(Refused, match=r"(?i)phụ lục"):
        parties.amend(
            cast.signed(),
            AddendumTerms(signed_on=date(2016, 1, 5), effective_on=date(2016, 2, 1), text="…"),
            by=cast.officer,
        )


def test_taking_back_a_signing_takes_its_papers_back_and_says_why():
    cast = stage()
    programme = cast.signed()
    paper = programme.document
    with pytest.raises(Refused):
        programmes.move(programme, "unsign", by=cast.officer)
    programmes.move(programme, "unsign", by=cast.officer, reason="Ghi nhầm ngày ký")
    paper.refresh_from_db()
    programme.refresh_from_db()
    assert paper.status == DocumentStatus.WITHDRAWN
    assert (programme.state, programme.signed_on, programme.document) == (
        ProgrammeState.CONSULTED,
        None,
        None,
    )
    assert any(entry.reason == "Ghi nhầm ngày ký" for entry in history_of(programme))
    again = signings.sign(programme, signing(on=date(2017, 9, 14)), by=cast.officer)
    assert again.document.pk != paper.pk


def test_a_step_that_does_not_follow_is_refused():
    cast = stage()
    with pytest.raises(TransitionRefused):
        programmes.move(cast.draft(), "close", by=cast.officer)


def test_closing_waits_for_the_confirmed_closing_report():
    cast = stage()
    programme = programmes.move(cast.under_way(), "sum_up", by=cast.officer)
    with pytest.raises(Refused, match="tổng kết"):
        programmes.move(programme, "close", by=cast.officer)


def test_two_people_who_change_different_fields_both_keep_theirs():
    cast = stage()
    programme = cast.draft()
    base = terms_of(programme)
    programmes.revise(
        programme, ProgrammeTerms(**{**base.__dict__, "emphasis": "tập thể nhỏ"}), base=base, by=cast.officer
    )
    mine = ProgrammeTerms(**{**base.__dict__, "purpose": "Giai đoạn 2016-2020"})
    programmes.revise(programme, mine, base=base, by=cast.secretary)
    kept = terms_of(Programme.objects.get(pk=programme.pk))
    assert (kept.emphasis, kept.purpose) == ("tập thể nhỏ", "Giai đoạn 2016-2020")
    with pytest.raises(Clash):
        programmes.revise(
            programme, ProgrammeTerms(**{**base.__dict__, "emphasis": "khác"}), base=base, by=cast.officer
        )


def test_contents_keep_their_rows_when_words_change():
    """A task hangs on a content: a mended word must not cut it off."""
    cast = stage()
    programme = cast.draft()
    before = [row.pk for row in programme.contents.all()]
    base = terms_of(programme)
    words = base.contents.replace("tuyên truyền", "đẩy mạnh tuyên truyền")
    programmes.revise(
        programme, ProgrammeTerms(**{**base.__dict__, "contents": words}), base=base, by=cast.officer
    )
    rows = list(programme.contents.all())
    assert [row.pk for row in rows] == before
    assert rows[0].text.startswith("đẩy mạnh")


def test_a_form_sent_twice_enters_one_programme():
    cast = stage()
    cast.draft()
    with pytest.raises(Refused, match="đã được nhập"):
        cast.draft()


def test_the_misspelt_number_of_a_source_finds_the_programme():
    cast = stage()
    parent = programmes.enter(
        cast.alliance,
        ProgrammeTerms(
            title="phối hợp công tác thi đua, khen thưởng",
            from_year=2017,
            to_year=2022,
            number="136/CTPH-LMHTXVN-BTĐKTTW",
            source_spelling="136/CTPH-LMHTXVN-BTD9KTTW",
            recorded=True,
        ),
        by=cast.officer,
    )
    for term in ("136/CTPH-LMHTXVN-BTD9KTTW", "136 / ctph", "136/ctph-lmhtxvn-btdkttw", "phoi hop cong tac"):
        assert list(programme_page(cast.officer, term=term)) == [parent], term


def test_a_programme_is_never_above_itself():
    cast = stage()
    upper = cast.draft()
    lower = cast.draft(title="chương trình của huyện", parent=upper)
    base = terms_of(upper)
    with pytest.raises(Refused, match="phía trên"):
        programmes.revise(
            upper, ProgrammeTerms(**{**base.__dict__, "parent": lower}), base=base, by=cast.officer
        )


def test_a_merged_party_is_succeeded_by_addendum_and_both_names_stay():
    cast = stage()
    programme = cast.under_way()
    heir = merge(
        [cast.alliance, cast.other_alliance],
        name="Liên minh Hợp tác xã tỉnh An Giang",
        on=date(2025, 7, 1),
        document="NQ 202/2025/QH15",
        by=None,
    )
    party = parties_of(programme)[0]
    terms = AddendumTerms(
        signed_on=date(2025, 8, 1), effective_on=date(2025, 7, 1), text="Thay đổi bên ký kết do sắp xếp tỉnh"
    )
    with pytest.raises(Refused, match="không ghi"):
        parties.succeed(parties_of(programme)[1], Successor(heir), terms, by=cast.officer)
    parties.succeed(party, Successor(heir), terms, by=cast.officer)
    names = [(row.name, row.left_on, row.joined_on) for row in parties_of(programme)]
    assert ("Liên minh Hợp tác xã tỉnh Kiên Giang", date(2025, 7, 1), None) in names
    assert ("Liên minh Hợp tác xã tỉnh An Giang", None, date(2025, 7, 1)) in names


def test_a_scan_that_is_none_leaves_everything_as_it_was():
    from django.core.files.base import ContentFile

    from emulation.uploads.checking import UploadRefused

    cast = stage()
    programme = cast.draft()
    with pytest.raises(UploadRefused):
        signings.sign(
            programme,
            Signing(number="1/CTPH", signed_on=SIGNED, scan=ContentFile(b"MZ\x90", name="scan.pdf")),
            by=cast.officer,
        )
    programme.refresh_from_db()
    assert programme.state == ProgrammeState.DRAFT


def test_after_a_merger_the_heirs_officer_carries_the_programme_on():
    cast = stage()
    programme = cast.under_way()
    heir = merge(
        [cast.alliance, cast.other_alliance],
        name="Liên minh Hợp tác xã tỉnh An Giang",
        on=date(2025, 7, 1),
        document="NQ 202/2025/QH15",
        by=None,
    )
    newcomer = account("Trần Người Mới", heir, Office.OFFICER, since=date(2025, 7, 1))
    moved = programmes.move(programme, "sum_up", by=newcomer)
    assert moved.state == ProgrammeState.SUMMED_UP
    with pytest.raises(Refused):
        programmes.move(moved, "resume", by=cast.board_officer, reason="thử")
