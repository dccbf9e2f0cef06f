//! A picture of events by the month in which they were added.

use std::collections::BTreeMap;

use annals_catalog::count::counted;
use annals_catalog::text::month_name;

use crate::at::At;
use crate::html::Html;

/// The size of a month in units of the picture, and of the space for bars.
const WIDTH: usize = 18;
const HEIGHT: usize = 132;
const BASE: usize = 132;
/// Most months that the picture shows, the newest.
const LONGEST: usize = 40 * 12;
/// The height of one event, if all fit.
const UNIT: usize = 12;

/// The picture; `page` is the path of the changes, empty on that page itself.
pub(crate) fn picture(at: At<'_>, page: &str) -> Html {
    let mut html = Html::default();
    let mut months: BTreeMap<usize, usize> = BTreeMap::new();
    for event in &at.model.events {
        *months.entry(number(event.added.year, event.added.month)).or_default() += 1;
    }
    let (Some(first), Some(last)) = (months.keys().next(), months.keys().next_back()) else {
        return html;
    };
    // Whole years, at least two of them.
    let first = first / 12 * 12;
    let last = (last / 12 * 12 + 11).max(first + 23);
    let first = first.max((last + 1).saturating_sub(LONGEST));
    let most = months.values().copied().max().unwrap_or(1);
    let width = (last - first + 1) * WIDTH;
    html.raw("<svg class=\"timeline\" role=\"group\" aria-label=\"Events by month: ");
    html.text(&spoken(&months)).raw("\" viewBox=\"0 0 ").number(width).raw(" 152\" width=\"");
    html.number(width).raw("\" height=\"152\">");
    for month in (first..=last).step_by(12) {
        let x = (month - first) * WIDTH;
        html.raw("<text x=\"").number(x + 2).raw("\" y=\"148\">").number(month / 12).raw("</text>");
        html.raw("<path class=\"year\" d=\"M").number(x).raw(" 0V152\"/>");
    }
    html.raw("<path class=\"base\" d=\"M0 ").number(BASE).raw("H").number(width).raw("\"/>");
    for (month, count) in months.range(first..) {
        bar(&mut html, page, *month, *count, (month - first) * WIDTH, most);
    }
    html.raw("</svg>");
    html
}

fn number(year: u16, month: u8) -> usize {
    usize::from(year) * 12 + usize::from(month) - 1
}

/// The bar of a month: a block for each event if they are few.
fn bar(html: &mut Html, page: &str, month: usize, count: usize, x: usize, most: usize) {
    let (year, name) = (month / 12, month_name(u8::try_from(month % 12 + 1).unwrap_or(1)));
    let anchor = format!("{page}#{year:04}-{:02}", month % 12 + 1);
    html.raw("<a href=\"").text(&anchor).raw("\" tabindex=\"-1\"><title>");
    html.text(&format!("{name} {year}: {}", counted(count, "event"))).raw("</title>");
    html.raw("<path class=\"hit\" d=\"M").number(x).raw(" 0h").number(WIDTH).raw("v");
    html.number(BASE).raw("h-").number(WIDTH).raw("z\"/>");
    let fits = most * UNIT <= HEIGHT;
    let blocks = if fits { count } else { 1 };
    let height = if fits { UNIT - 2 } else { (count * (BASE - 4) / most).max(2) };
    for block in 0..blocks {
        let y = BASE - 2 - block * UNIT - height;
        html.raw("<rect x=\"").number(x + 1).raw("\" y=\"").number(y).raw("\" width=\"");
        html.number(WIDTH - 2).raw("\" height=\"").number(height).raw("\"/>");
    }
    html.raw("</a>");
}

/// The picture in words.
fn spoken(months: &BTreeMap<usize, usize>) -> String {
    let mut years: BTreeMap<usize, usize> = BTreeMap::new();
    for (month, count) in months {
        *years.entry(month / 12).or_default() += count;
    }
    let years = years.iter().map(|(year, count)| format!("{year}: {count}"));
    years.collect::<Vec<_>>().join(", ")
}
