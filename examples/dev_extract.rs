use std::io::Write;
fn main() {
    let out = std::io::stdout();
    let mut out = std::io::BufWriter::new(out.lock());
    onrecord::article::read_stream(std::io::stdin().lock(), "-", &mut |a| {
        if let Ok(a) = a {
            for s in onrecord::pipeline::extract(&a).statements {
                serde_json::to_writer(&mut out, &s).unwrap();
                out.write_all(b"\n").unwrap();
            }
        }
    });
}
