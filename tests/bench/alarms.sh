#!/bin/sh
# How often yields alarm by chance, and how soon they do when they fall.
exec cargo run --quiet --package tests --example alarms
