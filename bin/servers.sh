# Sourced by test and bench after setup.sh: throw-away servers, ended with the script that started them.

SERVERS=""
end_servers() {
    [ -n "$SERVERS" ] || return 0
    [ ! -f "$SERVERS/redis.pid" ] || kill "$(cat "$SERVERS/redis.pid")" 2>/dev/null || true
    as_postgres "$PG_BIN/pg_ctl" -D "$SERVERS/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$SERVERS"
    SERVERS=""
}
trap end_servers EXIT
trap 'exit 130' INT TERM HUP

# PostgreSQL refuses to run as root; the package made a user for it.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@")
    else
        "$@"
    fi
}

free_port() { "$VENV/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# start_postgres [SETTING=VALUE …]: exports DATABASE_URL of a cluster in a new folder of /tmp.
start_postgres() {
    PG_BIN="$(dirname "$({ compgen -G "/usr/lib/postgresql/*/bin/initdb" || command -v initdb; } | sort -V | tail -1)")"
    SERVERS="$(mktemp -d /tmp/emulation-servers-XXXXXX)"
    [ "$(id -u)" -ne 0 ] || chown postgres "$SERVERS"
    local port setting log="$SERVERS/postgres.log" settings=""
    for setting in "$@"; do settings+=" -c $setting"; done
    port="$(free_port)"
    as_postgres "$PG_BIN/initdb" -D "$SERVERS/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 >/dev/null
    as_postgres "$PG_BIN/pg_ctl" -D "$SERVERS/data" -w -l "$log" -o \
        "-p $port -h 127.0.0.1 -k $SERVERS -c fsync=off -c synchronous_commit=off -c full_page_writes=off$settings" \
        start >/dev/null </dev/null || stop "PostgreSQL did not start: $(tail -3 "$log")"
    export DATABASE_URL="postgres://postgres@127.0.0.1:$port/emulation"
}

# start_redis, after start_postgres: exports REDIS_URL.
start_redis() {
    local redis_port
    redis_port="$(free_port)"
    redis-server --port "$redis_port" --bind 127.0.0.1 --save "" --daemonize yes --dir "$SERVERS" \
        --pidfile "$SERVERS/redis.pid" --logfile "$SERVERS/redis.log" >/dev/null
    export REDIS_URL="redis://127.0.0.1:$redis_port/0"
}
