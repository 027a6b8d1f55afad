//! How long each stage of the extraction takes: a criterion bench over the articles of `fixtures`,
//! or those of `ONRECORD_BENCH_ARTICLES`, a file or folder (the first 300 articles of it). Each
//! stage is measured with what it needs from those before it; the throughput is in bytes of text.

use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord::article::{self, Article};
use onrecord::statement::{self, passage};
use onrecord::text::{Document, quotations};
use onrecord::{date, pipeline, speaker};

const MOST: usize = 300;

fn articles() -> Vec<Article> {
    let place = std::env::var_os("ONRECORD_BENCH_ARTICLES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), PathBuf::from);
    let mut found = Vec::new();
    for file in article::walk(&[place]).files {
        article::read_file(&file.path, &file.path.to_string_lossy(), &mut |result| found.extend(result.ok()));
        if found.len() >= MOST {
            break;
        }
    }
    found.truncate(MOST);
    found
}

/// The part of the text that is analysed, in bytes.
fn whole(article: &Article) -> std::ops::Range<usize> {
    0..article.text.len()
}

fn extract(criterion: &mut Criterion) {
    let articles = articles();
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    println!("{} articles, {bytes} bytes", articles.len());
    let documents: Vec<Document<'_>> = articles.iter().map(|a| Document::analyse(&a.text, whole(a))).collect();
    let quoted: Vec<_> = documents.iter().map(|document| quotations(document.text, &document.paragraphs)).collect();
    let found: Vec<_> = documents.iter().zip(&quoted).map(|(d, q)| statement::find(d, q, None)).collect();
    let speakers: Vec<_> =
        articles.iter().zip(&documents).zip(&found).map(|((a, d), f)| speaker::resolve(d, a, f).speakers).collect();

    let mut group = criterion.benchmark_group("extract");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(10);
    group.bench_function("sentences", |b| {
        b.iter(|| articles.iter().map(|a| Document::split(&a.text, whole(a)).sentences.len()).sum::<usize>());
    });
    group.bench_function("sentences and tags", |b| {
        b.iter(|| articles.iter().map(|a| Document::analyse(&a.text, whole(a)).tokens.len()).sum::<usize>());
    });
    group.bench_function("parse", |b| {
        b.iter(|| {
            documents.iter().zip(&quoted).for_each(|(document, quotations)| {
                let mut groups = passage::groups(document, quotations);
                groups.retain(|sentences| passage::worth_parsing(document, quotations, sentences.clone()));
                passage::parse(document, quotations, &groups);
            });
        });
    });
    group.bench_function("parse and statements", |b| {
        b.iter(|| documents.iter().zip(&quoted).map(|(d, q)| statement::find(d, q, None).len()).sum::<usize>());
    });
    group.bench_function("speakers", |b| {
        b.iter(|| {
            let each = articles.iter().zip(&documents).zip(&found);
            each.map(|((a, d), f)| speaker::resolve(d, a, f).speakers.len()).sum::<usize>()
        });
    });
    group.bench_function("dates", |b| {
        b.iter(|| {
            let each = articles.iter().zip(&documents).zip(found.iter().zip(&speakers));
            each.map(|((a, d), (f, s))| date::said_on(d, a.published.as_ref(), f, s).len()).sum::<usize>()
        });
    });
    group.bench_function("everything", |b| {
        b.iter(|| articles.iter().map(|a| pipeline::extract(a).statements.len()).sum::<usize>());
    });
}

criterion_group!(benches, extract);
criterion_main!(benches);
