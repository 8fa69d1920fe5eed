# A throw-away PostgreSQL cluster for tests, sourced by tests/run. Sets ROUTEWATCH_TEST_POSTGRES.

postgres_start() {
  local bin dir port
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  dir=$(mktemp -d /tmp/routewatch-postgres.XXXXXX)
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  trap "postgres_stop '$bin' '$dir'" EXIT
  if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
  _as_postgres "$bin/initdb" --pgdata="$dir/data" --username=postgres --auth=trust --no-sync >/dev/null
  _as_postgres "$bin/pg_ctl" --pgdata="$dir/data" --log="$dir/log" --wait --silent \
    -o "-p $port -k $dir -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300" start
  export ROUTEWATCH_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
  echo "a private cluster on port $port"
}

postgres_stop() {
  _as_postgres "$1/pg_ctl" --pgdata="$2/data" --mode=immediate --silent stop || true
  rm -rf "$2"
}

# PostgreSQL refuses to run as root.
_as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}
