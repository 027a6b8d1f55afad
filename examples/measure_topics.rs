//! Measures the topics of articles against labels set by hand.
//!
//! ```text
//! cargo run --release --example measure_topics -- fixtures/topics/reuters-labels.tsv FOLDER
//! ```
//!
//! A line of the labels holds a path under `FOLDER` and the accepted codes of top topics. The
//! first topic assigned must lie below one of them.

use std::path::Path;

use anyhow::Context;
use onrecord::topic::{ArticleTopics, topics};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let labels = arguments.next().context("name the labels")?;
    let folder = arguments.next().context("name the folder of the articles")?;
    let show = arguments.next().is_some();
    let (mut right, mut none, mut all) = (0, 0, 0);
    for line in
        std::fs::read_to_string(&labels).with_context(|| labels.clone())?.lines().filter(|l| !l.starts_with('#'))
    {
        let Some((path, codes)) = line.split_once('\t') else { continue };
        let mut found = None;
        onrecord::article::read_file(&Path::new(&folder).join(path), path, &mut |article| {
            if let Ok(article) = article {
                let hits = ArticleTopics::new(
                    article.title.as_deref(),
                    article.section.as_deref(),
                    &article.keywords,
                    &article.text,
                )
                .article();
                found = hits.first().map(|hit| (hit.path, hit.path.split('/').next().unwrap_or(hit.path)));
            }
        });
        all += 1;
        let top = found.and_then(|(_, top)| topics().iter().find(|t| t.path == top));
        match top {
            None => none += 1,
            Some(topic) if codes.split(',').any(|code| code == topic.code) => right += 1,
            Some(_) if show => println!("{path}\t{codes}\t{found:?}"),
            Some(_) => {}
        }
    }
    println!(
        "right {:.1} % of {all}, without a topic {:.1} %",
        100.0 * f64::from(right) / f64::from(all),
        100.0 * f64::from(none) / f64::from(all)
    );
    Ok(())
}
