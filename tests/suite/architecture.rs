//! The house's own rules, read from its sources: what `lib.rs` promises about layers, sizes, names and words holds.
//!
//! Each check is a function over text that lists faults, with a small test beside it that it can find one; here they
//! meet the real tree. It judges no behaviour.

mod layers;
mod names;
mod promises;
mod sizes;
mod source;
mod words;

use source::{Source, tree};

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn of_each(check: fn(&Source) -> Vec<String>) -> Vec<String> {
    tree().iter().filter(|source| source.path.starts_with("src/")).flat_map(check).collect()
}

#[test]
fn layers_are_used_downward_only() {
    none(&of_each(layers::sideways));
}

#[test]
fn crates_are_named_only_where_they_belong() {
    none(&of_each(layers::crates_out_of_place));
}

#[test]
fn records_rules_and_drawing_touch_nothing_outside() {
    none(&of_each(layers::reaches_outside));
}

#[test]
fn files_stay_small() {
    none(&of_each(|source| sizes::file(source, sizes::RATCHET)));
    none(&sizes::stale(&tree(), sizes::RATCHET));
}

#[test]
fn functions_stay_small() {
    none(&of_each(sizes::functions));
}

#[test]
fn modules_have_one_name_and_one_header() {
    none(&of_each(names::faults));
}

#[test]
fn no_source_file_is_forgotten() {
    none(&names::forgotten(&tree()));
}

#[test]
fn there_is_one_event_queue() {
    none(&names::not_once(&source::read("Cargo.lock"), "crossterm"));
}

#[test]
fn every_invariant_names_a_test_that_exists() {
    none(&promises::unkept(&source::read("src/lib.rs"), &tree()));
}

#[test]
fn the_programs_words_are_plain_and_of_one_width() {
    none(&of_each(words::in_source));
    none(&source::data().iter().flat_map(|(path, text)| words::in_data(path, text)).collect::<Vec<_>>());
}
