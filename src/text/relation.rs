//! Grammatical relations of Universal Dependencies, version 2, with the subtypes that matter here.

macro_rules! relations {
    ($($name:ident $label:literal),* $(,)?) => {
        /// The relation of a token to its head.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Relation { $($name),* }

        impl Relation {
            /// Every relation, in the order of its number.
            pub const ALL: &'static [Relation] = &[$(Relation::$name),*];

            /// Returns the treebanks' spelling: `nsubj`, `acl:relcl`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Relation::$name => $label),* }
            }

            /// Returns the relation spelled `label`; a subtype that is not kept gives its main type.
            pub fn from_label(label: &str) -> Option<Relation> {
                match label {
                    $($label => Some(Relation::$name),)*
                    _ => label.split_once(':').and_then(|(main, _)| Relation::from_label(main)),
                }
            }
        }
    };
}

relations! {
    Root "root",
    Nsubj "nsubj",
    NsubjPass "nsubj:pass",
    NsubjOuter "nsubj:outer",
    Obj "obj",
    Iobj "iobj",
    Csubj "csubj",
    Ccomp "ccomp",
    Xcomp "xcomp",
    Obl "obl",
    OblAgent "obl:agent",
    OblUnmarked "obl:unmarked",
    Vocative "vocative",
    Expl "expl",
    Dislocated "dislocated",
    Advcl "advcl",
    Advmod "advmod",
    Discourse "discourse",
    Aux "aux",
    AuxPass "aux:pass",
    Cop "cop",
    Mark "mark",
    Nmod "nmod",
    NmodPoss "nmod:poss",
    NmodUnmarked "nmod:unmarked",
    Appos "appos",
    Nummod "nummod",
    Acl "acl",
    AclRelcl "acl:relcl",
    Amod "amod",
    Det "det",
    Clf "clf",
    Case "case",
    Conj "conj",
    Cc "cc",
    Fixed "fixed",
    Flat "flat",
    List "list",
    Parataxis "parataxis",
    Compound "compound",
    CompoundPrt "compound:prt",
    Orphan "orphan",
    Goeswith "goeswith",
    Reparandum "reparandum",
    Punct "punct",
    Dep "dep",
}
