//! A sheet to print or to read: its title and its lines, whatever it is about. How it looks on paper or on a screen is
//! said elsewhere.

/// What stands where there is nothing to list.
pub const NOTHING: &str = "没有。";

/// One sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What it is.
    pub title: String,
    /// The number of what it is about, which tells its file from others of the same title; empty where there is none.
    /// Never a name: file names are read by whoever sees the desktop.
    pub number: String,
    /// What it is for.
    pub look: Look,
    /// Its lines, from the top.
    pub lines: Vec<SheetLine>,
}

/// What a sheet is for: how large it is printed follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// To be handed over, signed or hung up.
    Letter,
    /// To be taken along or looked up: small, to save paper.
    Work,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetLine {
    /// A heading, set apart from what is above it.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A label, and what stands behind it; blank where it is to be filled in by hand.
    Entry(String, String),
    /// Something to tick off once it is done, and what to take along for it; may be empty.
    Tick(String, String),
    /// Rows under headings; blank cells are to be filled in by hand.
    Table(Vec<String>, Vec<Vec<String>>),
    /// Who signs.
    Sign(Vec<String>),
    /// What follows stands on a page of its own.
    NewPage,
}

impl Sheet {
    /// A sheet without lines.
    pub fn titled(title: impl Into<String>) -> Sheet {
        Sheet { title: title.into(), number: String::new(), look: Look::Letter, lines: Vec::new() }
    }

    /// The same, about what has this number.
    #[must_use]
    pub fn numbered(self, number: impl Into<String>) -> Sheet {
        Sheet { number: number.into(), ..self }
    }

    /// The same, for work only.
    #[must_use]
    pub fn for_work(self) -> Sheet {
        Sheet { look: Look::Work, ..self }
    }

    /// The same with a heading more.
    #[must_use]
    pub fn heading(mut self, text: impl Into<String>) -> Sheet {
        self.lines.push(SheetLine::Heading(text.into()));
        self
    }

    /// The same with a paragraph more.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Sheet {
        self.lines.push(SheetLine::Text(text.into()));
        self
    }

    /// The same with these paragraphs more.
    #[must_use]
    pub fn texts(self, texts: impl IntoIterator<Item = String>) -> Sheet {
        texts.into_iter().fold(self, Sheet::text)
    }

    /// The same with a labelled line more.
    #[must_use]
    pub fn entry(mut self, label: &str, text: impl Into<String>) -> Sheet {
        self.lines.push(SheetLine::Entry(label.to_owned(), text.into()));
        self
    }

    /// The same with something more to tick off.
    #[must_use]
    pub fn tick(mut self, what: impl Into<String>, detail: &str) -> Sheet {
        self.lines.push(SheetLine::Tick(what.into(), detail.to_owned()));
        self
    }

    /// The same with a table more.
    #[must_use]
    pub fn table(mut self, head: &[&str], rows: Vec<Vec<String>>) -> Sheet {
        self.lines.push(SheetLine::Table(head.iter().map(|it| (*it).to_owned()).collect(), rows));
        self
    }

    /// The same with rows under a title of their own, or the word that there are none.
    #[must_use]
    pub fn listed(self, title: impl Into<String>, head: &[&str], rows: Vec<Vec<String>>) -> Sheet {
        let sheet = self.heading(title);
        if rows.is_empty() { sheet.text(NOTHING) } else { sheet.table(head, rows) }
    }

    /// This one, and behind it another on pages of its own.
    #[must_use]
    pub fn followed_by(mut self, other: Sheet) -> Sheet {
        self.lines.push(SheetLine::NewPage);
        self.lines.push(SheetLine::Heading(other.title));
        self.lines.extend(other.lines);
        self
    }

    /// The same with places to sign.
    #[must_use]
    pub fn sign(mut self, who: &[&str]) -> Sheet {
        self.lines.push(SheetLine::Sign(who.iter().map(|it| (*it).to_owned()).collect()));
        self
    }

    /// The same, what follows on a new page.
    #[must_use]
    pub fn new_page(mut self) -> Sheet {
        self.lines.push(SheetLine::NewPage);
        self
    }
}
