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
    """Load the settings with only these variables; (exit code, last line of errors, "SECRET_KEY DEMO")."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    settings = {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "emulation.settings", **variables}
    code = "from django.conf import settings; settings.DEBUG; print(settings.SECRET_KEY, settings.DEMO)"
    command = [sys.executable, "-W", "error", "-c", code]
    run = subprocess.run(command, cwd=ROOT, env=kept | settings, capture_output=True, text=True)
    return run.returncode, (run.stderr.strip().splitlines() or [""])[-1], run.stdout.strip()


WRONG = [
    ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps'"),
    ({"DATABASE_URL": "mysql://u:p@h/x", "SECRET_KEY": LONG}, "DATABASE_URL must read postgres://"),
    ({"DATABASE_URL": "foo", "SECRET_KEY": LONG}, "DATABASE_URL must read postgres://"),
    ({"DATABASE_URL": "postgres://u:p@h", "SECRET_KEY": LONG}, "DATABASE_URL must read postgres://"),
    ({"DATABASE_URL": "postgres://u:p@h:five/x", "SECRET_KEY": LONG}, "DATABASE_URL must read postgres://"),
    (POSTGRES, "SECRET_KEY is not set"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 50"),
    ({"SITE_URL": "thidua.example.vn"}, "SITE_URL must read"),
    ({"SITE_URL": "https://thidua.example.vn:tls"}, "SITE_URL must read"),
    ({"SITE_URL": "https://[thidua"}, "SITE_URL must read"),
    ({"FILES_URL": "ftp://host/bucket"}, "FILES_URL must read"),
    ({"FILES_URL": "s3://key:secret@host"}, "FILES_URL must read"),
    ({"FILES_URL": "s3://host/bucket"}, "FILES_URL must read"),
    ({"FILES_URL": "s3://key@host/bucket"}, "FILES_URL must read"),
    ({"FILES_URL": "s3://key:secret@host:port/bucket"}, "FILES_URL must read"),
    ({"EMAIL_URL": "bad"}, "EMAIL_URL must read smtp+tls://"),
    ({"EMAIL_URL": "smtp://:25"}, "EMAIL_URL must read smtp+tls://"),
    ({"EMAIL_URL": "smtp://h:post"}, "EMAIL_URL must read smtp+tls://"),
    ({"UPLOAD_MAX_MEGABYTES": "25 MB"}, "UPLOAD_MAX_MEGABYTES is '25 MB'"),
    ({"UPLOAD_MAX_MEGABYTES": "²"}, "UPLOAD_MAX_MEGABYTES is '²'"),
    ({"TRUSTED_PROXY_COUNT": "-1"}, "TRUSTED_PROXY_COUNT is '-1'"),
    ({"DATA_DIR": "/dev/null/kept"}, "DATA_DIR cannot be made at /dev/null/kept"),
    ({"DEMO": "a little"}, "DEMO is 'a little'"),
    ({"SESSION_HOURS": "0"}, "SESSION_HOURS is '0'"),
    ({"JOB_LEASE_SECONDS": "soon"}, "JOB_LEASE_SECONDS is 'soon'"),
    ({"REDIS_URL": "localhost:6379"}, "REDIS_URL must read redis://"),
    ({"REDIS_URL": "redis://h:port/0"}, "REDIS_URL must read redis://"),
    ({"SEAL_KEYS": "5=/keys/x.p12"}, "SEAL_KEYS must read NUMBER=pkcs12://"),
    ({"SEAL_KEYS": "x=pkcs12://:secret@/keys/x.p12"}, "SEAL_KEYS must read NUMBER=pkcs12://"),
    ({"SEAL_KEYS": "5=pkcs12://[x"}, "SEAL_KEYS must read NUMBER=pkcs12://"),
    ({"SEAL_KEYS": "5=pkcs11://:1234@/m.so?token=x"}, "SEAL_KEYS must read NUMBER=pkcs12://"),
    ({"SEAL_PASSPHRASE": "short"}, "SEAL_PASSPHRASE is shorter than 20"),
    ({"SEAL_TIMESTAMP_URL": "tsa.example.vn"}, "SEAL_TIMESTAMP_URL must read"),
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
    first, second = (start(tmp_path)[2].split()[0] for _time in range(2))
    assert first == second
    assert len(first) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_real_installation_starts_with_its_settings(tmp_path):
    real = {"SITE_URL": "https://thidua.example.vn", "REDIS_URL": "redis://r:6379/0", "SECRET_KEY": LONG}
    code, said, _ = start(tmp_path, **POSTGRES, **real, FILES_URL="s3://k:s@files.example.vn/papers")
    assert (code, said) == (0, "")


def test_a_refused_address_is_not_repeated_with_its_password(tmp_path):
    for name, value in (("REDIS_URL", "radis://:hush@r/0"), ("FILES_URL", "s3://key:hush@host")):
        assert "hush" not in start(tmp_path, **{name: value})[1]


DEMO = [
    ({}, "True"),
    ({"SITE_URL": "https://thidua.example.vn"}, "False"),
    ({**POSTGRES, "SECRET_KEY": LONG}, "False"),
    ({"DEMO": "no"}, "False"),
]


@pytest.mark.parametrize(("variables", "demo"), DEMO)
def test_the_demo_is_only_for_an_embedded_installation_without_a_public_address(tmp_path, variables, demo):
    code, said, shown = start(tmp_path, **variables)
    assert (code, said) == (0, "")
    assert shown.split()[1] == demo
