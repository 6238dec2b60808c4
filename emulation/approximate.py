"""The words by which sources hedge a number: "gần 70", "khoảng 150"."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Qualifier(models.TextChoices):
    """How exactly a source gives a number; the words are the source's own and are printed as they stand."""

    EXACT = "", _("exactly")
    NEARLY = "gần", "gần"
    ABOUT = "khoảng", "khoảng"
    ABOUT_NEARLY = "khoảng gần", "khoảng gần"
    OVER = "trên", "trên"
    MORE_THAN = "hơn", "hơn"
