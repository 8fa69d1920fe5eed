//! The whole-system suite, its fakes, the house rules, the benchmarks.
