"""The project package and the ground floor of the house."""

from emulation.celery import app as celery_app

__all__ = ["celery_app"]
