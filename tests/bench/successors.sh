#!/bin/sh
# Successors of accounts that are gone: how many are found, how many proposals are wrong.
exec cargo run --quiet --package tests --example successors
