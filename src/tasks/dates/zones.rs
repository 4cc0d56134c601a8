//! Names and offsets of time zones behind a date: they move the instant, and they belong to its words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::components::{Found, Part};
use super::vocabulary::{leading_int, pattern};

/// Minutes east of Greenwich; chrono-node's table.
const ABBREVIATIONS: &str = "ACDT 630 ACST 570 ADT -180 AEDT 660 AEST 600 AFT 270 AKDT -480 AKST -540 ALMT 360 AMST -180 \
AMT -240 ANAST 720 ANAT 720 AQTT 300 ART -180 AST -240 AWDT 540 AWST 480 AZOST 0 AZOT -60 AZST 300 AZT 240 BNT 480 \
BOT -240 BRST -120 BRT -180 BST 60 BTT 360 CAST 480 CAT 120 CCT 390 CDT -300 CEST 120 CET 60 CHADT 825 CHAST 765 \
CKT -600 CLST -180 CLT -240 COT -300 CST -360 CVT -60 CXT 420 DAVT 420 EASST -300 EAST -360 EAT 180 ECT -300 \
EDT -240 EEST 180 EET 120 EGST 0 EGT -60 EST -300 ET -300 FJST 780 FJT 720 FKST -180 FKT -240 FNT -120 GALT -360 \
GAMT -540 GET 240 GFT -180 GILT 720 GMT 0 GST 240 GYT -240 HAA -180 HAC -300 HADT -540 HAE -240 HAP -420 HAR -360 \
HAST -600 HAT -90 HAY -480 HKT 480 HLV -210 HNA -240 HNC -360 HNE -300 HNP -480 HNR -420 HNT -150 HNY -540 HOVT 420 \
ICT 420 IDT 180 IOT 360 IRDT 270 IRKST 540 IRKT 540 IRST 210 IST 330 JST 540 KGT 360 KRAST 480 KRAT 480 KST 540 \
KUYT 240 LHDT 660 LHST 630 LINT 840 MAGST 720 MAGT 720 MART -510 MAWT 300 MDT -360 MESZ 120 MEZ 60 MHT 720 MMT 390 \
MSD 240 MSK 240 MST -420 MUT 240 MVT 300 MYT 480 NCT 660 NDT -90 NFT 690 NOVST 420 NOVT 360 NPT 345 NST -150 \
NUT -660 NZDT 780 NZST 720 OMSST 420 OMST 420 PDT -420 PET -300 PETST 720 PETT 720 PGT 600 PHOT 780 PHT 480 PKT 300 \
PMDT -120 PMST -180 PONT 660 PST -480 PT -480 PWT 540 PYST -180 PYT -240 RET 240 SAMT 240 SAST 120 SBT 660 SCT 240 \
SGT 480 SRT -180 SST -660 TAHT -600 TFT 300 TJT 300 TKT 780 TLT 540 TMT 300 TVT 720 ULAT 480 UTC 0 UYST -120 \
UYT -180 UZT 300 VET -210 VLAST 660 VLAT 660 VUT 660 WAST 120 WAT 60 WEST 60 WESZ 60 WET 0 WEZ 0 WFT 720 WGST -120 \
WGT -180 WIB 420 WIT 540 WITA 480 WST 780 WT 0 YAKST 600 YAKT 600 YAPT 600 YEKST 360 YEKT 360";

static TABLE: LazyLock<BTreeMap<&'static str, i64>> = LazyLock::new(|| {
    let words: Vec<&str> = ABBREVIATIONS.split_whitespace().collect();
    words.chunks(2).filter_map(|pair| Some((*pair.first()?, pair.get(1)?.parse().ok()?))).collect()
});
static OFFSET: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:\(?(?:GMT|UTC)\s?)?([+-])([0-9]{1,2})(?::?([0-9]{2}))?\)?"));
static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*,?\s*\(?([A-Z]{2,4})\)?([^0-9A-Za-z_]|$)"));

/// Reads `+02:00` behind a date.
pub(super) fn offset(text: &str, found: &mut Found) {
    if found.start.is_certain(Part::Offset) {
        return;
    }
    let Some(zone) = OFFSET.captures(text.get(found.to..).unwrap_or_default()) else { return };
    let group = |number: usize| zone.get(number).map_or("", |group| group.as_str());
    let minutes = leading_int(group(2)) * 60 + leading_int(group(3));
    // No zone is further away than fourteen hours.
    if minutes > 14 * 60 {
        return;
    }
    let minutes = if group(1) == "-" { -minutes } else { minutes };
    if let Some(end) = &mut found.end {
        end.assign(Part::Offset, minutes);
    }
    found.start.assign(Part::Offset, minutes);
    found.to += zone.get(0).map_or(0, |whole| whole.end());
}

/// Reads `CEST` behind a date.
pub(super) fn abbreviation(text: &str, found: &mut Found) {
    let Some(zone) = NAME.captures(text.get(found.to..).unwrap_or_default()) else { return };
    let (Some(name), Some(boundary)) = (zone.get(1), zone.get(2)) else { return };
    let upper = name.as_str().to_ascii_uppercase();
    let Some(&minutes) = TABLE.get(upper.as_str()) else { return };
    let in_capitals = upper == name.as_str();
    if found.start.get(Part::Offset).is_some_and(|current| current != minutes)
        && (found.start.is_certain(Part::Offset) || !in_capitals)
    {
        return;
    }
    // Behind a bare date a word in small letters is more likely a word than a zone.
    if found.start.is_only_date() && !in_capitals {
        return;
    }
    found.to += boundary.start();
    if !found.start.is_certain(Part::Offset) {
        found.start.assign(Part::Offset, minutes);
    }
    if let Some(end) = &mut found.end
        && !end.is_certain(Part::Offset)
    {
        end.assign(Part::Offset, minutes);
    }
}
