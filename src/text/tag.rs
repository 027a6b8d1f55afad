//! Part-of-speech tags: the Penn Treebank's set as the Universal Dependencies English treebanks use it.

macro_rules! tags {
    ($($name:ident $penn:literal),* $(,)?) => {
        /// A Penn Treebank tag.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Tag { $($name),* }

        impl Tag {
            /// Every tag, in the order of its number.
            pub const ALL: &'static [Tag] = &[$(Tag::$name),*];

            /// Returns the treebank's spelling: `NNP`, `PRP$`, `-LRB-`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Tag::$name => $penn),* }
            }

            /// Returns the tag with the treebank's spelling `penn`.
            pub fn from_penn(penn: &str) -> Option<Tag> {
                match penn { $($penn => Some(Tag::$name),)* _ => None }
            }
        }
    };
}

tags! {
    Cc "CC",
    Cd "CD",
    Dt "DT",
    Ex "EX",
    Fw "FW",
    In "IN",
    Jj "JJ",
    Jjr "JJR",
    Jjs "JJS",
    Ls "LS",
    Md "MD",
    Nn "NN",
    Nns "NNS",
    Nnp "NNP",
    Nnps "NNPS",
    Pdt "PDT",
    Pos "POS",
    Prp "PRP",
    PrpS "PRP$",
    Rb "RB",
    Rbr "RBR",
    Rbs "RBS",
    Rp "RP",
    Sym "SYM",
    To "TO",
    Uh "UH",
    Vb "VB",
    Vbd "VBD",
    Vbg "VBG",
    Vbn "VBN",
    Vbp "VBP",
    Vbz "VBZ",
    Wdt "WDT",
    Wp "WP",
    WpS "WP$",
    Wrb "WRB",
    Add "ADD",
    Afx "AFX",
    Gw "GW",
    Hyph "HYPH",
    Nfp "NFP",
    Dollar "$",
    Comma ",",
    Stop ".",
    Colon ":",
    OpenQuote "``",
    CloseQuote "''",
    OpenBracket "-LRB-",
    CloseBracket "-RRB-",
}

impl Tag {
    /// Returns whether it is a noun, common or proper.
    pub fn is_noun(self) -> bool {
        matches!(self, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
    }

    /// Returns whether it is a proper noun.
    pub fn is_name(self) -> bool {
        matches!(self, Tag::Nnp | Tag::Nnps)
    }

    /// Returns whether it is a verb form, modals left out.
    pub fn is_verb(self) -> bool {
        matches!(self, Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz)
    }

    /// Returns whether it is a verb that may have a subject: a tense, or a modal.
    pub fn is_finite(self) -> bool {
        self.is_tensed() || self == Tag::Md
    }

    /// Returns whether it is a verb in the past or the present, modals left out.
    pub fn is_tensed(self) -> bool {
        matches!(self, Tag::Vbd | Tag::Vbp | Tag::Vbz)
    }

    /// Returns whether few words have it, all of them short: pronouns, determiners, modals and the like.
    pub fn is_closed(self) -> bool {
        matches!(
            self,
            Tag::Cc
                | Tag::Dt
                | Tag::Ex
                | Tag::Md
                | Tag::Pdt
                | Tag::Pos
                | Tag::Prp
                | Tag::PrpS
                | Tag::To
                | Tag::Wdt
                | Tag::Wp
                | Tag::WpS
                | Tag::Wrb
        )
    }

    /// Returns whether it is punctuation.
    pub fn is_mark(self) -> bool {
        matches!(
            self,
            Tag::Comma
                | Tag::Stop
                | Tag::Colon
                | Tag::OpenQuote
                | Tag::CloseQuote
                | Tag::OpenBracket
                | Tag::CloseBracket
                | Tag::Hyph
                | Tag::Nfp
        )
    }
}
