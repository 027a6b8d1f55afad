//! The articles of `training` can be read: marks are balanced, and every statement has content.

#[allow(dead_code, reason = "the example uses all of it")]
#[path = "../examples/train_statements/gold.rs"]
mod gold;

use std::path::Path;

#[test]
fn every_training_article_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("training");
    let articles = gold::read(&[folder]).expect("well-formed marks");
    let statements: usize = articles.iter().map(|article| article.statements.len()).sum();
    assert!(articles.len() > 200 && statements > 2500, "{} articles, {statements} statements", articles.len());
    for statement in articles.iter().flat_map(|article| &article.statements) {
        assert!(!statement.content.is_empty());
    }
}
