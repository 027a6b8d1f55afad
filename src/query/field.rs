//! The fields that a query can ask about.

/// A field by its name in the query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Text(TextField),
    Key(KeyField),
    Date(DateField),
    Flag(FlagField),
}

/// Fields of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextField {
    /// A bare word: the statement, its context, the article's title, or the speaker's name.
    Any,
    /// The statement alone.
    Text,
    Title,
    Speaker,
    Role,
    /// The statement's words or the names it mentions.
    About,
    Outlet,
}

/// Fields of one whole value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyField {
    Topic,
    Kind,
    Act,
    Article,
    /// The beginning of a statement's id.
    Id,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateField {
    /// When it was said, or where the article does not tell, when it was published.
    Said,
    Published,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlagField {
    Negated,
    Headline,
}

impl TextField {
    /// Returns whether it holds names, where the order of the words does not matter.
    pub fn is_name(self) -> bool {
        matches!(self, TextField::Speaker | TextField::Role | TextField::Outlet)
    }
}

/// Every field with its name, in the order in which help lists them.
pub const FIELDS: [(&str, Field); 15] = [
    ("speaker", Field::Text(TextField::Speaker)),
    ("role", Field::Text(TextField::Role)),
    ("topic", Field::Key(KeyField::Topic)),
    ("about", Field::Text(TextField::About)),
    ("outlet", Field::Text(TextField::Outlet)),
    ("kind", Field::Key(KeyField::Kind)),
    ("act", Field::Key(KeyField::Act)),
    ("title", Field::Text(TextField::Title)),
    ("text", Field::Text(TextField::Text)),
    ("said", Field::Date(DateField::Said)),
    ("published", Field::Date(DateField::Published)),
    ("negated", Field::Flag(FlagField::Negated)),
    ("headline", Field::Flag(FlagField::Headline)),
    ("article", Field::Key(KeyField::Article)),
    ("id", Field::Key(KeyField::Id)),
];

impl Field {
    /// Returns the field of that name, in any case.
    pub fn named(name: &str) -> Option<Field> {
        FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|&(_, field)| field)
    }

    /// Returns its name; a bare word's field has the empty name.
    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|&&(_, field)| field == self).map_or("", |&(name, _)| name)
    }
}
