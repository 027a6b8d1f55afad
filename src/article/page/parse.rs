//! From HTML to a tree, leniently.
//!
//! Follows the tree construction of the HTML standard (WHATWG, 13.2.6) as far as it decides which
//! text stands in which element: void elements, implied end tags, raw text, end tags that match
//! nothing. Formatting elements are not opened again after a block, and tables are not repaired.
//! Never fails, and is linear in the length of the page.

use std::borrow::Cow;

use super::dom::{Dom, Kind, Node, NodeId};
use super::elements::{closes_paragraph, is_inline, is_raw, is_void};

/// Elements may nest this deep, as in browsers; what is deeper becomes a sibling.
const DEEPEST: usize = 512;

/// Returns the tree of a page.
pub fn parse(source: &str) -> Dom<'_> {
    let root = Node { kind: Kind::Element { name: Cow::Borrowed(""), attributes: "" }, parent: 0, end: 0 };
    let mut builder = Builder { nodes: vec![root], open: vec![0], over: Vec::new(), paragraphs: 0 };
    let mut at = 0;
    while at < source.len() {
        let Some(found) = source[at..].find('<') else {
            builder.text(&source[at..]);
            break;
        };
        builder.text(&source[at..at + found]);
        at += found;
        at = builder.markup(source, at);
    }
    builder.close_to(0);
    let count = builder.nodes.len();
    builder.nodes[0].end = count;
    Dom { nodes: builder.nodes }
}

struct Builder<'a> {
    nodes: Vec<Node<'a>>,
    /// The open elements, the root first.
    open: Vec<NodeId>,
    /// Open elements that have seen their end, and end with a block in them; in order.
    over: Vec<NodeId>,
    /// How many open elements are paragraphs: nearly every start tag asks for one to end.
    paragraphs: usize,
}

impl<'a> Builder<'a> {
    /// Reads what begins with "<" at `at`; returns where it ends.
    fn markup(&mut self, source: &'a str, at: usize) -> usize {
        let rest = &source[at..];
        let upto = |end: &str, from: usize| {
            rest.get(from..).and_then(|r| r.find(end)).map_or(source.len(), |i| at + from + i + end.len())
        };
        match rest.as_bytes().get(1) {
            Some(b'!') if rest.starts_with("<!-->") => at + 5,
            Some(b'!') if rest.starts_with("<!--") => upto("-->", 4),
            Some(b'!' | b'?') => upto(">", 2),
            Some(b'/') if rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) => {
                let end = upto(">", 2);
                let name = rest[2..end - at].split(|c: char| !name_character(c)).next().unwrap_or("");
                self.end_tag(&lower(name));
                end
            }
            Some(b'/') => upto(">", 2),
            Some(first) if first.is_ascii_alphabetic() => {
                let length = rest[1..].find(|c: char| !name_character(c)).unwrap_or(rest.len() - 1);
                let name = lower(&rest[1..=length]);
                let close = tag_end(&rest.as_bytes()[1 + length..]) + 1 + length;
                let attributes = rest.get(1 + length..close).unwrap_or("");
                let end = (at + close + 1).min(source.len());
                self.start_tag(name, attributes, source, end)
            }
            _ => {
                self.text(&rest[..1]);
                at + 1
            }
        }
    }

    fn top(&self) -> NodeId {
        self.open.last().copied().unwrap_or(0)
    }

    fn add(&mut self, kind: Kind<'a>) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Node { kind, parent: self.top(), end: id + 1 });
        id
    }

    fn text(&mut self, text: &'a str) {
        if !text.is_empty() {
            self.add(Kind::Text(text));
        }
    }

    /// Closes open elements until `depth` are left.
    fn close_to(&mut self, depth: usize) {
        let end = self.nodes.len();
        while self.open.len() > depth.max(1) || self.over.last().is_some_and(|&over| over == self.top()) {
            if let Some(node) = self.open.pop() {
                self.nodes[node].end = end;
                self.paragraphs -= usize::from(self.is_paragraph(node));
                self.over.retain(|&over| over != node);
            }
        }
    }

    fn is_paragraph(&self, node: NodeId) -> bool {
        matches!(&self.nodes[node].kind, Kind::Element { name, .. } if name == "p")
    }

    fn open_name(&self, depth: usize) -> &str {
        match &self.nodes[self.open[depth]].kind {
            Kind::Element { name, .. } => name,
            Kind::Text(_) | Kind::Raw(_) => "",
        }
    }

    /// Returns how deep the nearest open element of these names is, not looking out of `scope`.
    fn nearest(&self, names: &[&str], scope: &[&str]) -> Option<usize> {
        for depth in (1..self.open.len()).rev() {
            let name = self.open_name(depth);
            if names.contains(&name) && !self.over.contains(&self.open[depth]) {
                return Some(depth);
            }
            if scope.contains(&name) {
                return None;
            }
        }
        None
    }

    /// Opens an element; returns where reading goes on.
    fn start_tag(&mut self, name: Cow<'a, str>, attributes: &'a str, source: &'a str, at: usize) -> usize {
        match &*name {
            "html" | "body" if self.open.len() > 1 => {
                // "<body>" ends the head; a second one adds nothing.
                if let Some(depth) = self.nearest(&["head"], &[]) {
                    self.close_to(depth);
                }
                if self.nearest(&[&*name], &[]).is_some() {
                    return at;
                }
            }
            "li" => self.imply_end(&["li"], &["ul", "ol", "menu", "table", "td"]),
            "dd" | "dt" => self.imply_end(&["dd", "dt"], &["dl", "table", "td"]),
            "option" | "optgroup" => self.imply_end(&["option"], &["select"]),
            "tr" => self.imply_end(&["tr"], &["table"]),
            "td" | "th" => self.imply_end(&["td", "th"], &["tr", "table"]),
            "tbody" | "thead" | "tfoot" => self.imply_end(&["tbody", "thead", "tfoot"], &["table"]),
            // A link in a link ends the outer one where nothing else is between.
            "a" if self.open.len() > 1 && self.open_name(self.open.len() - 1) == "a" => {
                self.close_to(self.open.len() - 1);
            }
            _ => {}
        }
        if self.paragraphs > 0 && closes_paragraph(&name) {
            self.imply_end(&["p"], PARAGRAPH_SCOPE);
        }
        let void = is_void(&name) || (attributes.ends_with('/') && self.nearest(&["svg", "math"], &[]).is_some());
        let raw = is_raw(&name);
        let end = if raw { raw_end(source, at, &name) } else { at };
        let plain = matches!(&*name, "title" | "textarea");
        let node = self.add(Kind::Element { name, attributes });
        if void {
            return at;
        }
        if raw {
            self.nodes.push(Node {
                kind: if plain { Kind::Text(&source[at..end]) } else { Kind::Raw(&source[at..end]) },
                parent: node,
                end: node + 2,
            });
            self.nodes[node].end = node + 2;
            return source[end..].find('>').map_or(source.len(), |i| end + i + 1);
        }
        if self.open.len() < DEEPEST {
            self.paragraphs += usize::from(self.is_paragraph(node));
            self.open.push(node);
        }
        at
    }

    fn imply_end(&mut self, names: &[&str], scope: &[&str]) {
        if let Some(depth) = self.nearest(names, scope) {
            self.close_to(depth);
        }
    }

    fn end_tag(&mut self, name: &str) {
        match name {
            // What comes after them belongs to the body all the same.
            "body" | "html" => {}
            "head" => self.imply_end(&["head"], &["body"]),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.imply_end(&["h1", "h2", "h3", "h4", "h5", "h6"], CELL_SCOPE);
            }
            "p" => self.imply_end(&["p"], PARAGRAPH_SCOPE),
            "li" => self.imply_end(&["li"], &["ul", "ol", "table"]),
            name if is_inline(name) => {
                if let Some(depth) = self.nearest(&[name], CELL_SCOPE) {
                    if (depth + 1..self.open.len()).all(|inner| is_inline(self.open_name(inner))) {
                        self.close_to(depth);
                    } else {
                        // "<a><div>...</a>": the link ends with the block in it, the block goes on.
                        let node = self.open[depth];
                        self.over.push(node);
                        self.over.sort_unstable();
                    }
                }
            }
            "table" => self.imply_end(&["table"], &[]),
            name => self.imply_end(&[name], CELL_SCOPE),
        }
    }
}

const PARAGRAPH_SCOPE: &[&str] = &["button", "td", "th", "table", "caption", "object", "template", "svg"];
const CELL_SCOPE: &[&str] = &["td", "th", "table", "caption", "template"];

fn name_character(c: char) -> bool {
    !(c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<' | '"' | '\''))
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Returns where the ">" of a tag stands: a quoted value may hold one.
fn tag_end(bytes: &[u8]) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (at, &byte) in bytes.iter().enumerate() {
        match quote {
            Some(open) if open == byte => quote = None,
            Some(_) => continue,
            None if byte == b'>' => return at,
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    bytes.len()
}

/// Returns where "</name" stands after `at`.
fn raw_end(source: &str, at: usize, name: &str) -> usize {
    let mut from = at;
    while let Some(found) = source[from..].find("</") {
        let start = from + found;
        let tail = source.as_bytes().get(start + 2..start + 2 + name.len()).unwrap_or(&[]);
        if tail.eq_ignore_ascii_case(name.as_bytes()) {
            return start;
        }
        from = start + 2;
    }
    source.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as names, text in quotation marks.
    fn shape(source: &str) -> String {
        fn write(dom: &Dom<'_>, node: NodeId, out: &mut String) {
            match &dom.nodes[node].kind {
                Kind::Element { name, .. } => {
                    out.push_str(name);
                    out.push('(');
                    let mut inner = node + 1;
                    while inner < dom.nodes[node].end {
                        write(dom, inner, out);
                        inner = dom.nodes[inner].end;
                    }
                    out.push(')');
                }
                Kind::Text(text) => out.push_str(text),
                Kind::Raw(text) => out.push_str(&format!("[{text}]")),
            }
        }
        let mut out = String::new();
        write(&parse(source), 0, &mut out);
        out
    }

    #[test]
    fn trees_of_untidy_pages() {
        for (source, wanted) in [
            ("<p>a<p>b", "(p(a)p(b))"),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "(ul(li(a)li(bul(li(c))))d)"),
            ("<p>a<div>b</div>c", "(p(a)div(b)c)"),
            ("<div><a>a<div>b</a>c</div>d</div>", "(div(a(adiv(bc))d))"),
            ("a</div>b<BR/>c", "(abbr()c)"),
            ("<script>if (a</b>) '<p>'</script>d", "(script([if (a</b>) '<p>'])d)"),
            ("<!-- <p>a --><p title='>'>b", "(p(b))"),
            ("<table><tr><td>a<td>b<tr><td>c</table>d", "(table(tr(td(a)td(b))tr(td(c)))d)"),
            ("a < b", "(a < b)"),
            ("<head><title>a</title><body>b", "(head(title(a))body(b))"),
            ("<script>open", "(script([open]))"),
        ] {
            assert_eq!(shape(source), wanted, "{source}");
        }
    }

    #[test]
    fn attributes_with_and_without_marks() {
        let dom = parse("<a href=x class='b &amp; c' hidden data-n = \"1\">");
        let get = |name: &str| dom.attribute(1, name).map(Cow::into_owned);
        assert_eq!(get("href").as_deref(), Some("x"));
        assert_eq!(get("CLASS").as_deref(), Some("b & c"));
        assert_eq!(get("hidden").as_deref(), Some(""));
        assert_eq!(get("data-n").as_deref(), Some("1"));
        assert_eq!(get("none"), None);
    }

    #[test]
    fn depth_is_bounded() {
        let page = "<div>".repeat(100_000);
        let dom = parse(&page);
        assert_eq!(dom.nodes.len(), 100_001);
        assert_eq!(dom.nodes[0].end, 100_001);
    }
}
