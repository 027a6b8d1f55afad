use std::io::Read;
fn main() {
    if let Some(m) = std::env::var_os("DEV_MODEL") { onrecord::statement::weights::read_from(m.into()); }
    let mut t = String::new(); std::io::stdin().read_to_string(&mut t).unwrap();
    let d = onrecord::text::Document::analyse(&t, 0..t.len());
    let q = onrecord::text::quotations(&t, &d.paragraphs);
    println!("{}", onrecord::statement::explain(&d, &q, &(0..t.len())));
    for f in onrecord::statement::find(&d, &q, None) { println!("FOUND {:?} src {:?} conf {} {}", f.content.iter().map(|r| &t[r.clone()]).collect::<Vec<_>>(), f.source.map(|r| t[r].to_owned()), f.confidence, f.rule); }
}
