#[path = "train_statements/gold.rs"]
mod gold;
use std::collections::BTreeMap;
use std::ops::Range;
use onrecord::statement::{argument::arguments, cue, decode, judge, passage, role::Role};
use onrecord::text::{Document, quotations};
fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize { a.end.min(b.end).saturating_sub(a.start.max(b.start)) }
fn length(s: &[Range<usize>]) -> usize { s.iter().map(|r| r.len()).sum() }
fn iou(a: &[Range<usize>], b: &[Range<usize>]) -> f64 { let both: usize = a.iter().flat_map(|x| b.iter().map(move |y| overlap(x, y))).sum(); both as f64 / (length(a) + length(b) - both).max(1) as f64 }
fn main() -> anyhow::Result<()> {
    let paths: Vec<_> = std::env::args().skip(1).map(Into::into).collect();
    if let Some(m) = std::env::var_os("DEV_MODEL") { onrecord::statement::weights::read_from(m.into()); }
    let show = std::env::var("SHOW").unwrap_or_default();
    let articles = gold::read(&paths)?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for article in &articles {
        let document = Document::analyse(&article.text, 0..article.text.len());
        let quotes = quotations(&article.text, &document.paragraphs);
        let found = onrecord::statement::find(&document, &quotes, None);
        let passages: Vec<_> = passage::groups(&document, &quotes).into_iter().map(|s| { let w = passage::worth_parsing(&document, &quotes, s.clone()); (w, passage::parse(&document, &quotes, s)) }).collect();
        let all: Vec<_> = passages.iter().map(|(_, p)| { let r = decode::reports(p); let pr: Vec<f32> = (0..r.len()).map(|i| judge::probability(p, &r, i)).collect(); (r, pr) }).collect();
        for s in &article.statements {
            *counts.entry("0 gold".into()).or_default() += 1;
            let best = found.iter().map(|f| iou(&f.content, &s.content)).fold(0.0, f64::max);
            let quoted = quotes.iter().any(|q| s.content.iter().any(|c| overlap(c, &q.span) > 0));
            let class = if best > 0.97 { "9 exact".to_owned() } else if best >= 0.5 { "8 j50 only".to_owned() } else {
                let mut cue_here = false; let mut lists: Vec<String> = vec![];
                let mut arg_best: (f64, f32) = (0.0, 0.0); let mut rep_best = (0.0, 0.0f32);
                for ((_, p), (rs, prs)) in passages.iter().zip(&all) {
                    for c in cue::candidates(p) {
                        if !s.cue.iter().any(|g| overlap(g, &p.units[c.unit].span) > 0) { continue; }
                        cue_here = true; lists.push(p.units[c.unit].lemma.clone());
                        for sc in decode::score(decode::roles(), p, &c) {
                            let spans: Vec<_> = sc.argument.runs().into_iter().map(|r| p.span(r, &quotes)).collect();
                            let v = iou(&spans, &s.content);
                            if v > arg_best.0 { arg_best = (v, sc.roles[Role::Content as usize]); }
                        }
                    }
                    for (r, pr) in rs.iter().zip(prs) {
                        if !s.cue.iter().any(|g| overlap(g, &p.units[r.cue.unit].span) > 0) { continue; }
                        let spans: Vec<_> = r.content.iter().map(|r| p.span(r.clone(), &quotes)).collect();
                        let v = iou(&spans, &s.content);
                        if v > rep_best.0 { rep_best = (v, *pr); }
                    }
                }
                if s.cue.is_empty() { "1 no gold cue".into() }
                else if !cue_here { "2 cue not a candidate".to_owned() }
                else if rep_best.0 >= 0.5 { format!("6 judged {}", if rep_best.1 < 0.3 {"out"} else {"in?"}) }
                else if arg_best.0 >= 0.5 && arg_best.1 < 0.25 { "4 argument role low".to_owned() }
                else if arg_best.0 >= 0.5 { "5 argument ok, decode lost".to_owned() }
                else { "3 no fitting argument".to_owned() }
            };
            let class = format!("{class} {}", if quoted { "q" } else { "" });
            if !show.is_empty() && class.starts_with(&show) {
                let t = |r: &[Range<usize>]| r.iter().map(|r| article.text[r.clone()].replace('\n', " ")).collect::<Vec<_>>().join(" … ");
                println!("[{class}] CUE {} | SRC {} | {}", t(&s.cue), t(&s.source), t(&s.content));
            }
            *counts.entry(class).or_default() += 1;
        }
    }
    for (k, v) in counts { println!("{v:5} {k}"); }
    Ok(())
}
