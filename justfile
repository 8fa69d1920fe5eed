# Short names for what people do often. `just --list` shows them.

# Try everything out in an invented world.
demo *ARGS:
    cargo run --release -- demo {{ARGS}}

# Everything that CI runs.
test *ARGS:
    tests/run {{ARGS}}

# The quick look while writing.
check:
    cargo fmt --all
    cargo clippy --workspace --all-targets -- -D warnings

# Accept changed snapshots after reading them.
snapshots:
    INSTA_UPDATE=always cargo nextest run --workspace
    git diff --stat -- '*.snap'
