"""Every page piece on one page, for the eye and for axe: mounted only by tests."""

from datetime import date
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template import engines
from django.urls import path
from django.utils import timezone

from emulation.ballots.tally import Rule, tally
from emulation.fields import ConfirmationField, VietnameseDateField, YearField
from emulation.lifecycle import TransitionRefused
from emulation.paging import Page
from emulation.ui_tags import STATES
from emulation.urls import urlpatterns as real
from emulation.verdicts import YES, No, Refused
from emulation.waiting import Task

SOURCE = __file__.replace("samples.py", "templates/samples.html")


class SampleForm(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Ghi đầy đủ họ, tên đệm và tên.")
    born = VietnameseDateField(label="Ngày sinh", latest=date(2026, 1, 1))
    year = YearField(label="Năm")
    form = forms.ChoiceField(label="Hình thức", choices=[("", "Chọn"), ("bk", "Bằng khen")])
    file = forms.FileField(label="Tệp danh sách", required=False)
    agrees = forms.BooleanField(label="Đã kiểm tra danh sách")
    sure = ConfirmationField("CÔNG BỐ")


class SampleFilter(forms.Form):
    unit = forms.ChoiceField(label="Đơn vị", choices=[("", "Tất cả")], required=False)
    year = forms.ChoiceField(label="Năm", choices=[("2026", "2026")], required=False)
    state = forms.ChoiceField(label="Trạng thái", choices=[("", "Tất cả")], required=False)
    q = forms.CharField(label="Từ khóa", required=False)


ROWS = [
    ("HTX nông nghiệp Tân Phú", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "submitted"),
    ("Ông Quách Mỹ Nghị", "Giấy khen của Chủ tịch Liên minh Hợp tác xã tỉnh", "returned"),
    ("Quỹ tín dụng nhân dân Hòa Thành", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "decided"),
]


def sample(request: HttpRequest) -> HttpResponse:
    day = timezone.localdate()
    form = SampleForm(QueryDict("born=31/02/2026&year=26&name=") if "wrong" in request.GET else None)
    if "wrong" in request.GET:
        messages.success(request, "Đã tiếp nhận 12 hồ sơ.")
        messages.warning(request, "2 hồ sơ bị loại vì thiếu thành tích.")
        messages.error(request, "Tệp không đọc được.")
    context = {
        "form": form,
        "filter": SampleFilter(request.GET),
        "rows": ROWS,
        "page": Page(ROWS, 4, 20, 10_000, exact=False),
        "states": [(code, mark.word) for code, mark in STATES.items()],
        "yes": YES,
        "no": No("Chỉ Chủ tịch Hội đồng được công bố kết quả."),
        "outcome": tally(["agree"] * 13 + ["disagree"], seats=15, rule=Rule(Fraction(9, 10))),
        "threshold": Fraction(9, 10),
        "tasks": [
            Task("12 hồ sơ của Liên minh Hợp tác xã chờ tiếp nhận", "Tiếp nhận", "/", due=day),
            Task("20 hồ sơ chờ ý kiến của ông", "Cho ý kiến", "/", since=date(2026, 1, 5)),
        ],
        "acts": [{"value": "receive", "label": "Tiếp nhận", "primary": True}],
        "tabs": [
            {"url": "#a", "label": "Hồ sơ", "count": 20, "current": True},
            {"url": "#b", "label": "Hội đồng", "count": 3},
        ],
        "facts": [("Đơn vị", "HTX nông nghiệp Tân Phú"), ("Năm", 2026), ("Ghi chú", "")],
        "today": day,
    }
    with open(SOURCE, encoding="utf-8") as file:
        template = engines["django"].from_string(file.read())
    return HttpResponse(template.render(context, request))


def refused(request: HttpRequest) -> HttpResponse:
    raise Refused("Chỉ văn thư của cơ quan ban hành được thực hiện.")


def overtaken(request: HttpRequest) -> HttpResponse:
    refusal = TransitionRefused("receive", "returned")
    refusal.subject = request.user  # type: ignore[attr-defined]
    raise refusal


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


urlpatterns = [
    path("sample/", sample),
    path("refused/", refused),
    path("overtaken/", overtaken),
    path("broken/", broken),
    *real,
]

handler400 = "emulation.portal.views.bad_request"
