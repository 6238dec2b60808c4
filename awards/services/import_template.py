"""The empty list that units fill in; its words are those of the annex to the proposal, hence Vietnamese."""

from awards.models import Campaign

COLUMNS = (
    "STT",
    "Họ và tên / Tên tập thể",
    "Năm sinh",
    "Giới tính",
    "Chức vụ",
    "Đơn vị công tác / Địa chỉ",
    "Thành tích",
    "Hình thức đề nghị",
    "Ghi chú",
)
SECTIONS = (("I", "TẬP THỂ"), ("II", "CÁ NHÂN"), ("III", "HỘ GIA ĐÌNH"))


def template_for(campaign: Campaign) -> tuple[bytes, str]:
    """(bytes, file name) of an .xlsx with the headings the import understands and the campaign's forms."""
    from emulation.spreadsheets.writing import write_table  # openpyxl: only who writes a workbook pays for it

    forms = "; ".join(campaign.forms.values_list("name", flat=True))
    rows = [line for number, name in SECTIONS for line in ((number, name), (1,), (2,))]
    data = write_table(
        title="DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG",
        header=COLUMNS,
        rows=rows,
        unit=campaign.title,
        filters=f"Danh hiệu, hình thức được xét: {forms}",
    )
    return data, f"danh-sach-{campaign.code}.xlsx"
