"""The program's own settings; only static files are served without their manifest, which takes long to make."""

import sys

from emulation.settings import *  # noqa: F403 -- settings modules extend one another by import
from emulation.settings import STATIC_ROOT, STORAGES

STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = True
# A package for the tests brings numpy, which openpyxl would load; an installation has none.
sys.modules["numpy"] = None  # type: ignore[assignment]
