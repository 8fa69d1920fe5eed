#!/bin/sh
# Harvest and recall of discovery, by score and breadth first, at equal requests in invented worlds.
exec cargo run --quiet --package tests --example discovery
