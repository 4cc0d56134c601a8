//! `vault-lint --staged [--fix]` with the real git: one file for each section of cases.
//! Whatever a test does, [`git::Snapshot::holds`] asserts the five invariants after it.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test whose scene cannot be set has failed, and the place says where")]

#[path = "../git/mod.rs"]
mod git;

mod across;
mod age;
mod command;
mod content;
mod crash;
mod fix;
mod formats;
mod hook;
mod links;
mod partly;
mod random;
mod since;
mod which;
