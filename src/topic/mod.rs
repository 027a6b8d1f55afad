//! Topics: what a statement is about.
// STUB
pub struct ArticleTopics;
pub struct TopicHit {
    pub path: String,
}
impl ArticleTopics {
    pub fn new(_: Option<&str>, _: Option<&str>, _: &[String], _: &str) -> Self {
        Self
    }
    pub fn assign(&self, _: &str, _: &str) -> Vec<TopicHit> {
        Vec::new()
    }
}
