# The program for real use; compose.yaml says how its parts stand together. See docs/operations.md.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /data emulation && install -d -o emulation /data/static /data/seals

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --requirement requirements.txt
COPY . .

ENV PYTHONUNBUFFERED=1 DATA_DIR=/data
USER emulation
EXPOSE 8000
CMD ["gunicorn", "emulation.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--preload", "--timeout", "120"]
