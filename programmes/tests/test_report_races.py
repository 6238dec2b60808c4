"""Two people at one report at the same moment, on two real connections: nothing is lost, nothing done twice."""

import pytest

from awards.tests.test_races import at_once
from emulation.audit.models import Entry
from emulation.documents.digest import digest
from emulation.lifecycle import TransitionRefused
from emulation.merging import Clash
from emulation.verdicts import Refused
from programmes.models import Confirmation, Report, ReportBlock
from programmes.services import reports
from programmes.states import ReportState
from programmes.tests.reporting import reporting

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, Exception)]


def test_a_part_written_while_the_figures_are_frozen_is_in_the_digest_or_refused():
    scene = reporting()
    report = scene.drafted()
    block = report.blocks.get(code="causes")

    def write():
        mine = ReportBlock.objects.select_related("report").get(pk=block.pk)
        return reports.write_block(mine, "Nguồn lực yếu", base_version=1, by=scene.stage.secretary)

    def freeze():
        return reports.freeze(Report.objects.get(pk=report.pk), by=scene.officer)

    answers = at_once(write, freeze)
    report.refresh_from_db()
    assert report.state == ReportState.FROZEN
    words = {code: text for code, _heading, text in reports.frozen_content(report)["words"]}
    assert words["causes"] == ("" if refusals(answers) else "Nguồn lực yếu")
    assert all(isinstance(one, Refused) for one in refusals(answers))
    # What is stored now is what was digested.
    assert digest(reports.frozen_content(report)) == report.digest


def test_two_writers_of_one_part_meet_at_it():
    scene = reporting()
    block = scene.drafted().blocks.get(code="causes")

    def write(text, by):
        mine = ReportBlock.objects.select_related("report").get(pk=block.pk)
        return reports.write_block(mine, text, base_version=1, by=by)

    answers = at_once(
        lambda: write("Nguồn lực yếu", scene.officer), lambda: write("Kiêm nhiệm", scene.stage.secretary)
    )
    (clash,) = refusals(answers)
    assert isinstance(clash, Clash)
    block.refresh_from_db()
    assert (block.text, block.version) == (clash.fields["text"][0], 2)


def test_two_sides_that_confirm_at_once_confirm_the_report():
    scene = reporting()
    report = scene.frozen()
    alliance, board = scene.sides

    def confirm(party, by):
        return lambda: reports.confirm(Report.objects.get(pk=report.pk), party, by=by)

    answers = at_once(confirm(alliance, scene.officer), confirm(board, scene.stage.board_officer))
    assert refusals(answers) == []
    report.refresh_from_db()
    assert report.state == ReportState.CONFIRMED


def test_one_side_gives_one_word_however_many_speak():
    scene = reporting()
    report = scene.frozen()
    alliance = scene.sides[0]

    def confirm(by):
        return lambda: reports.confirm(Report.objects.get(pk=report.pk), alliance, by=by)

    answers = at_once(confirm(scene.officer), confirm(scene.stage.head))
    assert [type(one) for one in refusals(answers)] == [Refused]
    assert Confirmation.objects.count() == 1


def test_two_freezings_are_one():
    scene = reporting()
    report = scene.drafted()

    def freeze(by):
        return lambda: reports.freeze(Report.objects.get(pk=report.pk), by=by)

    answers = at_once(freeze(scene.officer), freeze(scene.stage.secretary))
    assert [type(one) for one in refusals(answers)] == [TransitionRefused]
    assert Entry.objects.filter(action="report.freeze").count() == 1
