use std::io::Read;
fn main() {
    let mut t = String::new();
    std::io::stdin().read_to_string(&mut t).unwrap();
    let d = onrecord::text::Document::analyse(&t, 0..t.len());
    let q = onrecord::text::quotations(&t, &d.paragraphs);
    print!("{}", onrecord::statement::explain(&d, &q, &(0..t.len())));
    for a in onrecord::statement::find(&d, &q, None) {
        println!(
            "{} {:?} src={:?} cue={:?} cont={:?}",
            a.rule,
            a.content.iter().map(|c| &t[c.clone()]).collect::<Vec<_>>(),
            a.source.map(|s| &t[s]),
            a.cue.map(|c| &t[c.span]),
            a.continues
        );
    }
}
