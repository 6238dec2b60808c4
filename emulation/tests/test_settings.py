"""A wrong or missing setting stops the start with a sentence that names it; run in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = {"DATABASE_URL": "postgres://u:p@127.0.0.1:1/x"}
LONG = "k" * 60


def start(tmp_path, **variables):
    """Load the settings with only these variables set; (exit code, last line of the error output)."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    settings = {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "emulation.settings", **variables}
    code = "from django.conf import settings; settings.DEBUG; print(settings.SECRET_KEY)"
    command = [sys.executable, "-W", "error", "-c", code]
    run = subprocess.run(command, cwd=ROOT, env=kept | settings, capture_output=True, text=True)
    return run.returncode, (run.stderr.strip().splitlines() or [""])[-1], run.stdout.strip()


WRONG = [
    ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps'"),
    ({"DATABASE_URL": "mysql://u:p@h/x", "SECRET_KEY": LONG}, "DATABASE_URL must begin with postgres://"),
    (POSTGRES, "SECRET_KEY is not set"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 50"),
    ({"SITE_URL": "thidua.example.vn"}, "SITE_URL is 'thidua.example.vn'"),
    ({"FILES_URL": "ftp://host/bucket"}, "FILES_URL must read"),
    ({"FILES_URL": "s3://key:secret@host"}, "FILES_URL must read"),
    ({"UPLOAD_MAX_MEGABYTES": "25 MB"}, "UPLOAD_MAX_MEGABYTES is '25 MB'"),
    ({"SESSION_HOURS": "0"}, "SESSION_HOURS is '0'"),
    ({"JOB_LEASE_SECONDS": "soon"}, "JOB_LEASE_SECONDS is 'soon'"),
    ({"REDIS_URL": "localhost:6379"}, "REDIS_URL is 'localhost:6379'"),
    ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'loud'"),
]


@pytest.mark.parametrize(("variables", "sentence"), WRONG, ids=[next(iter(v)) for v, _ in WRONG])
def test_a_wrong_setting_stops_the_start_with_its_name(tmp_path, variables, sentence):
    code, said, _ = start(tmp_path, **variables)
    assert code != 0
    assert sentence in said


def test_nothing_needs_to_be_set(tmp_path):
    code, said, _ = start(tmp_path)
    assert (code, said) == (0, "")


def test_an_embedded_installation_keeps_its_own_secret_readable_by_nobody_else(tmp_path):
    first, second = start(tmp_path)[2], start(tmp_path)[2]
    assert first == second
    assert len(first) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_real_installation_starts_with_its_settings(tmp_path):
    real = {"SITE_URL": "https://thidua.example.vn", "REDIS_URL": "redis://r:6379/0", "SECRET_KEY": LONG}
    code, said, _ = start(tmp_path, **POSTGRES, **real, FILES_URL="s3://k:s@files.example.vn/papers")
    assert (code, said) == (0, "")
