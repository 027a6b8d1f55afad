use std::io::Read;
fn main() {
    let mut t = String::new();
    std::io::stdin().read_to_string(&mut t).unwrap();
    let d = onrecord::text::Document::analyse(&t, 0..t.len());
    let c = onrecord::speaker::Cast::new(&d);
    for (n, e) in c.names.iter().zip(&c.entity_of) {
        println!(
            "{:?} {:?} [{}] -> {:?}",
            &t[d.tokens[n.tokens.start].span.start..d.tokens[n.tokens.end - 1].span.end],
            n.kind,
            d.tokens[n.title.clone()].iter().map(|k| &t[k.span.clone()]).collect::<Vec<_>>().join(" "),
            c.entities.get(*e).map(|e| &e.name)
        );
    }
}
