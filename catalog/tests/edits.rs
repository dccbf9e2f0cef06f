#![allow(warnings, clippy::all, missing_docs)]
#[path = "support/random.rs"]
mod random;
use annals_catalog::source::{NoIncludes, Source};
use annals_catalog::{compile};
use random::Random;
#[test]
fn edits() {
    let base = std::fs::read_to_string(std::env::var("BASE").unwrap()).unwrap();
    let n: usize = std::env::var("N").unwrap().parse().unwrap();
    let seed: u64 = std::env::var("SEED").unwrap().parse().unwrap();
    let mut random = Random(seed);
    let signs: Vec<char> = "\t \n\r:-{}[]\"'#&*!|>%@`,?~0aß：“\u{a0}\u{200b}е=".chars().collect();
    let lines: Vec<usize> = base.match_indices('\n').map(|(at, _)| at + 1).collect();
    let mut hist = std::collections::BTreeMap::new();
    let mut worst = Vec::new();
    for _ in 0..n {
        let mut text = base.clone();
        let mut at = random.below(text.len());
        while !text.is_char_boundary(at) { at -= 1; }
        let what = random.below(6);
        let sign = signs[random.below(signs.len())];
        match what {
            0 => { text.remove(at); }
            1 => { text.insert(at, sign); }
            2 => { text.remove(at); text.insert(at, sign); }
            3 => { let line = lines[random.below(lines.len()-1)]; text.insert_str(line, if random.below(2)==0 {"  "} else {"    "}); }
            4 => { let line = lines[random.below(lines.len()-1)]; if text[line..].starts_with("  ") { text.replace_range(line..line+2, ""); } }
            _ => { let index = random.below(lines.len()-2); let (a,b)=(lines[index],lines[index+1]); text.replace_range(a..b, ""); }
        }
        let compiled = compile(Source { path: "catalog.yaml".into(), text: text.clone() }, &NoIncludes, &mut |_| {});
        let errors: Vec<_> = compiled.diagnostics.iter().filter(|d| d.severity == annals_catalog::diagnostic::Severity::Error).collect();
        *hist.entry(errors.len()).or_insert(0) += 1;
        if errors.len() > 2 { 
            let first = errors.iter().map(|e| { let t = e.to_text(&compiled.sources); format!("   {}\n", t.lines().next().unwrap().chars().take(150).collect::<String>()) }).take(5).collect::<String>();
            let diff = text.lines().zip(base.lines()).position(|(a,b)| a != b).unwrap_or(0);
            worst.push((errors.len(), what, format!("{} | {:?} was {:?}\n{first}", diff+1, text.lines().nth(diff), base.lines().nth(diff)))); }
    }
    worst.sort(); worst.reverse();
    worst.dedup_by_key(|w| (w.0, w.1, w.2.lines().nth(1).map(str::to_owned)));
    let skip: usize = std::env::var("SKIP").unwrap_or("0".into()).parse().unwrap();
    for (n, what, s) in worst.iter().skip(skip).take(70) { println!("#### {n} op{what} {s}"); }
    println!("{hist:?}");
}
