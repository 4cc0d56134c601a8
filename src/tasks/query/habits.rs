//! What people write instead of the language's own words, as patterns of whole lines.

use std::sync::LazyLock;

use regex::Regex;

/// Each pattern with what replaces it, the likeliest first.
pub(super) static HABITS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    [
        (r"^(?://|%%|<!--|;) *(.+?)(?: *(?:%%|-->))?$", "# $1"),
        (r"(?i)^(?:is |status is |status: ?|status )(done|not done)$", "$1"),
        (r"(?i)^(?:no|not) tags?:? (#.+)$", "tags do not include $1"),
        (r"(?i)^(?:has )?tags?:? (#.+)$", "tags include $1"),
        (r"(?i)^(path|folder|root|filename|heading|description): ?(.+)$", "$1 includes $2"),
        (r"(?i)^(?:is not done|!done|undone|isn't done|open|todo|not completed|not complete|incomplete|status is not done|status is todo)$", "not done"),
        (r"(?i)^(?:completed?|is completed?|finished|checked)$", "done"),
        (r"(?i)^not (is|has) (.+)$", "$1 not $2"),
        (r"(?i)^not recurring$", "is not recurring"),
        (r"(?i)^(recurring|blocked|blocking)$", "is $1"),
        (r"(?i)^not (blocked|blocking)$", "is not $1"),
        (r"(?i)^(?:not has|hasn't|has not|has no|without|missing) (?:a |an )?(.+)$", "no $1"),
        (r"(?i)^no (?:has )?(due|done|scheduled|start|created|cancelled|happens)(?:s|d)?$", "no $1 date"),
        (r"(?i)^has (?:a )?(due|done|scheduled|start|created|cancelled|happens)(?:s|d)?$", "has $1 date"),
        (r"(?i)^(has|no) starts date$", "$1 start date"),
        (r"(?i)^start (.+)$", "starts $1"),
        (r"(?i)^due date (?:is )?(.+)$", "due $1"),
        (r"(?i)^(due|done|scheduled|created|cancelled) date (?:is )?(.+)$", "$1 $2"),
        (r"(?i)^start date (?:is )?(.+)$", "starts $1"),
        (r"(?i)^exclude subitems$|^exclude sub items$", "exclude sub-items"),
        (r"(?i)^(?:limit|top|max|maximum|first) *(?:to *)?[:=-]* *(\d+).*$", "limit $1"),
        (r"(?i)^limit group (\d+)$", "limit groups $1"),
        (r"(?i)^(sort|group|order) (?:by )?(.+)$", "$1 by $2"),
        (r"(?i)^(?:order|sorted|sortby) by (.+)$", "sort by $1"),
        (r"(?i)^(?:grouped|groupby) by (.+)$", "group by $1"),
        (r"(?i)^priority (?:is )?(above|below|not) (?:or equal )?(\w+)$", "priority is $1 $2"),
        (r"(?i)^priority (?:is )?(?:normal|no)$", "priority is none"),
        (r"(?i)^priority (?:is )?not above (\w+)$", "priority is below $1"),
        (r"(?i)^(?:task|tasks) (.+)$", "$1"),
        (r"(?i)^presets?:? (.+)$", "preset $1"),
        (r"(?i)^(?:ignore|exclude|no) global(?: quer\w*)?$", "ignore global query"),
        (r"(?i)^file(?:name)? (.+)$", "filename $1"),
        (r"(?i)^title (.+)$", "filename $1"),
        (r"(?i)^status (is|is not) (todo|done|in_progress|cancelled|on_hold|non_task)$", "status.type $1 $2"),
        (r"(?i)^status (includes .+)$", "status.name $1"),
        (r"^(.+?) *(?:#|//|%%|<!--) .*$", "$1"),
        (r"^(?:--|[-*+]) (.+)$", "$1"),
        (r"^(.+?)[.;,]$", "$1"),
    ]
    .into_iter()
    .map(|(pattern, replacement)| (Regex::new(pattern).expect("a constant pattern"), replacement))
    .collect()
});
