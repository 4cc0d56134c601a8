//! Reads bullets into comparable form, with the language and the names of their note.

use std::ops::Range;

use super::attribution;
use super::language::{Language, OTHER_LANGUAGE, OTHER_LANGUAGE_IN_MIXED};
use super::lexicon::{Lexicon, Roles};
use super::names::Names;
use super::prepared::Prepared;
use super::reading::{Interner, Kind, Reading, Term};
use super::tokens::{Gap, Shape, Token, tokenise};
use super::turns::{denies_more, is_number_of_id, is_on_request};
use super::values::{self, Value};

/// Reads the bullets of one note.
pub(super) struct Reader {
    language: Language,
    names: Names,
    subject: Vec<Token>,
    /// Function words of another language that show a bullet to be in it.
    least_of_another: usize,
}

impl Reader {
    /// Learns language and names from all bullets of a note and its title.
    pub(super) fn learn(texts: &[&str], subject: Option<&str>) -> Self {
        Self::learn_from(&texts.iter().map(|text| Prepared::new(text)).collect::<Vec<_>>(), subject)
    }

    /// The same from texts that are prepared already.
    pub(super) fn learn_from(texts: &[Prepared], subject: Option<&str>) -> Self {
        let language = Language::guess(texts.iter().flat_map(|text| &text.tokens));
        let subject = subject.map(tokenise).unwrap_or_default();
        let tokens = texts.iter().map(|text| text.tokens.as_slice());
        let names = Names::learn(tokens.chain(std::iter::once(subject.as_slice())), language);
        let others = texts.iter().filter(|text| language.of_bullet(text.tokens.iter(), OTHER_LANGUAGE) != language);
        let least_of_another = if others.take(2).count() < 2 { OTHER_LANGUAGE } else { OTHER_LANGUAGE_IN_MIXED };
        Self { language, names, subject, least_of_another }
    }

    /// The language that was guessed.
    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// Keys of the note's own subject.
    pub(super) fn subject_keys(&self, interner: &mut Interner) -> Vec<u32> {
        let lexicon = Lexicon::of(self.language);
        let mut keys: Vec<u32> = self.subject.iter().map(|token| interner.intern(&lexicon.stem(&token.text))).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Reads one bullet.
    pub(super) fn read(&self, text: &str, interner: &mut Interner) -> Reading {
        self.read_prepared(Prepared::new(text), interner)
    }

    /// The same for a bullet that is prepared already.
    pub(super) fn read_prepared(&self, text: Prepared, interner: &mut Interner) -> Reading {
        let Prepared { plain, tokens } = text;
        let language = self.language.of_bullet(tokens.iter(), self.least_of_another);
        let lexicon = Lexicon::of(language);
        let stems: Vec<String> = tokens.iter().map(|token| lexicon.stem(&token.text)).collect();
        let mut pass = Pass {
            reader: self,
            language,
            lexicon,
            interner,
            tokens: &tokens,
            stems: &stems,
            reading: Reading { plain, declines_names: language.declines_names(), ..Reading::default() },
            positions: Vec::new(),
            run: Vec::new(),
            by: false,
            negating: false,
        };
        pass.read_all();
        pass.finish()
    }
}

struct Pass<'a> {
    reader: &'a Reader,
    /// Of this bullet.
    language: Language,
    lexicon: &'static Lexicon,
    interner: &'a mut Interner,
    tokens: &'a [Token],
    stems: &'a [String],
    reading: Reading,
    /// Token index of each term.
    positions: Vec<usize>,
    /// Ideographs waiting to be read as pairs.
    run: Vec<usize>,
    /// Whether the last words were a mark of the agent.
    by: bool,
    /// Whether a negation waits for the word it bears on.
    negating: bool,
}

impl Pass<'_> {
    fn read_all(&mut self) {
        let words: Vec<&str> = self.tokens.iter().map(|token| token.text.as_str()).collect();
        let mut at = self.lexicon.mention(&words);
        let ideographs = self.tokens.iter().filter(|token| token.shape == Shape::Ideograph).count();
        self.reading.words = self.tokens.len() - ideographs + ideographs.div_ceil(2);
        self.reading.starts_with_name = self.reader.names.is_name_in(self.tokens, at, self.language);
        while at < self.tokens.len() {
            at += self.step(at);
        }
        self.flush_run();
        // A negation at the end ("stimmte nicht zu") bears on the last word.
        if std::mem::take(&mut self.negating)
            && let Some(term) = self.reading.terms.iter_mut().rev().find(|term| term.kind == Kind::Word)
        {
            term.negated = true;
        }
    }

    /// Reads the token at `at`; returns how many were taken.
    fn step(&mut self, at: usize) -> usize {
        let token = &self.tokens[at];
        if let Some(taken) = self.reader.names.ideographic_name(self.tokens, at) {
            self.flush_run();
            self.reading.starts_with_name |= at == 0;
            let text: String = self.tokens[at..at + taken].iter().map(|token| token.text.as_str()).collect();
            self.push(&text, &text, Kind::Name, token.range.start..self.tokens[at + taken - 1].range.end, at);
            let Some(term) = self.reading.terms.last() else { return taken };
            let key = term.key;
            // A surname and a given name: a full name.
            let given = self.interner.intern(&text.chars().skip(1).collect::<String>());
            self.reading.names.push(vec![key, given]);
            if std::mem::take(&mut self.by) && self.reading.agent.is_none() {
                self.reading.agent = Some(self.reading.names.len() - 1);
            }
            return taken;
        }
        if let Some(taken) = self.phrase(at) {
            return taken;
        }
        if is_number_of_id(self.tokens, at) {
            self.flush_run();
            self.push(&format!("#{}", token.text), &token.text, Kind::Name, token.range.clone(), at);
            return 1;
        }
        if let Some((taken, values)) = values::read(&self.tokens[at..], self.language) {
            self.flush_run();
            let taken = taken.max(1);
            let range = token.range.start..self.tokens[at + taken - 1].range.end;
            let from = self.reading.terms.len();
            for value in values {
                let kind = match value {
                    Value::Number(_) => Kind::Number,
                    Value::Unit(_) => Kind::Unit,
                    _ => Kind::Date,
                };
                let key = value.key();
                self.push(&key, &key, kind, range.clone(), at);
                if let Value::Day(month, _) = value {
                    let implied = self.interner.intern(&Value::Month(month).key());
                    self.reading.implied.push(implied);
                }
            }
            if from == self.reading.terms.len() {
                return taken;
            }
            self.by = false;
            return taken;
        }
        if token.shape == Shape::Ideograph {
            self.ideograph(at);
            return 1;
        }
        self.flush_run();
        let surface = self.interner.intern(&token.text);
        self.reading.surface.push(surface);
        if let Some((taken, acronym)) = self.reader.names.spelt_out(&self.tokens[at..]) {
            let key = self.lexicon.stem(acronym);
            let range = token.range.start..self.tokens[at + taken - 1].range.end;
            self.push(&key, &key, Kind::Name, range, at);
            return taken;
        }
        self.word(at);
        1
    }

    fn phrase(&mut self, at: usize) -> Option<usize> {
        let end = (at + self.lexicon.longest_phrase()).min(self.tokens.len());
        let stems: Vec<&str> = self.stems[at..end].iter().map(String::as_str).collect();
        let found = self.lexicon.phrase(&stems)?;
        let together = self.tokens[at + 1..at + found.length]
            .iter()
            .all(|token| matches!(token.gap, Gap::Space | Gap::Hyphen | Gap::None | Gap::Apostrophe));
        if !together || self.reader.names.is_name_in(self.tokens, at, self.language) && at > 0 {
            return None;
        }
        // Of words that are near synonyms together each one says what it says alone: "works on" is "works" as well.
        let head = if found.is_near() { Some(self.head(at..at + found.length)?) } else { None };
        self.flush_run();
        self.roles(found.roles);
        for index in at..at + found.length {
            let surface = self.interner.intern(&self.tokens[index].text);
            self.reading.surface.push(surface);
        }
        if let Some(concept) = found.concept {
            let range = self.tokens[at].range.start..self.tokens[at + found.length - 1].range.end;
            let stem = self.stems[at..at + found.length].join(" ");
            let key = match head {
                None => format!("={concept}"),
                Some(head) => self
                    .lexicon
                    .concept_of(&self.stems[head])
                    .map_or_else(|| self.stems[head].clone(), |concept| format!("={concept}")),
            };
            self.push(&key, &stem, Kind::Word, range, at);
        }
        Some(found.length)
    }

    /// The one word of a phrase that says something, if the others are small words: no negation, no plan or wish.
    fn head(&self, phrase: Range<usize>) -> Option<usize> {
        let small = Roles::STOP.with(Roles::LIGHT);
        let roles = |index: &usize| self.lexicon.roles_of(&self.tokens[*index].text);
        let mut heads = phrase.clone().filter(|index| !roles(index).has(small));
        let head = heads.next().filter(|_| heads.next().is_none())?;
        let plain = phrase.into_iter().all(|index| roles(&index) == Roles::default() || roles(&index).has(small));
        (plain && self.tokens[head].shape == Shape::Lower).then_some(head)
    }

    fn roles(&mut self, roles: Roles) {
        if roles.has(Roles::NOT) {
            self.reading.negations = self.reading.negations.saturating_add(1);
            self.negating = true;
        }
        self.reading.plan |= roles.has(Roles::PLAN);
        self.reading.maybe |= roles.has(Roles::MAYBE);
        self.reading.ask |= roles.has(Roles::ASK);
        self.reading.done |= roles.has(Roles::DONE);
        if roles.has(Roles::BY) {
            self.by = true;
        }
    }

    fn word(&mut self, at: usize) {
        let token = &self.tokens[at];
        let name = self.reader.names.is_name_in(self.tokens, at, self.language);
        let roles = self.lexicon.roles_of(&token.text);
        if token.text == "t" && token.gap == Gap::Apostrophe {
            self.roles(Roles::NOT);
            return;
        }
        if self.language == Language::French && denies_more(self.tokens, at) {
            self.roles(Roles::NOT);
            return;
        }
        let stem = &self.stems[at];
        if is_on_request(self.tokens, at) && self.reading.agent.is_none() {
            self.reading.agent = self.reading.names.len().checked_sub(1);
        }
        if !name || self.language.capitalises_nouns() {
            self.roles(roles);
            if self.lexicon.is_future(&token.text) {
                self.reading.plan = true;
            }
            if self.lexicon.is_past(&token.text) {
                self.reading.done = true;
            }
            let concept = self.lexicon.concept_of(stem);
            let weak = Roles::STOP
                .with(Roles::LIGHT)
                .with(Roles::NOT)
                .with(Roles::SAY)
                .with(Roles::PLAN)
                .with(Roles::MAYBE)
                .with(Roles::FIRM);
            let demand = roles.has(Roles::ASK) && concept.is_none();
            if !name && (roles.has(weak) && !(roles.has(Roles::PLAN) && concept.is_some()) || demand) {
                return;
            }
            if !name && let Some(concept) = concept {
                let key = format!("={concept}");
                self.push(&key, stem, Kind::Word, token.range.clone(), at);
                self.by &= false;
                return;
            }
        } else if roles.has(Roles::FIRM) || roles.has(Roles::STOP) && token.shape != Shape::Upper {
            return;
        }
        // A counter of Korean has its particle: "3명을".
        let written = if self.language == Language::Korean { stem } else { &token.text };
        if written.chars().count() == 1 && token.shape == Shape::Lower {
            return;
        }
        let kind = match token.shape {
            Shape::Code | Shape::Number | Shape::Clock => Kind::Code,
            _ if name => Kind::Name,
            _ => Kind::Word,
        };
        // Names look alike in all bullets of the note.
        let stem = if kind == Kind::Name { Lexicon::of(self.reader.language).stem(&token.text) } else { stem.clone() };
        self.push(&stem, &stem, kind, token.range.clone(), at);
        if kind == Kind::Name {
            let partners: Vec<String> = self
                .reader
                .names
                .partners(&token.text)
                .map(|name| Lexicon::of(self.reader.language).stem(name))
                .collect();
            let mut keys: Vec<u32> = partners.iter().map(|partner| self.interner.intern(partner)).collect();
            self.reading.implied.extend(&keys);
            let Some(term) = self.reading.terms.last() else { return };
            keys.push(term.key);
            if self.language == Language::Korean {
                let whole = self.interner.intern(&format!("@{stem}"));
                keys.push(whole);
                self.by |= ["에게서", "한테서", "로부터"].iter().any(|particle| token.text.ends_with(particle));
            }
            let joins = self.language != Language::Korean
                && self.positions.len() >= 2
                && self.positions[self.positions.len() - 2] + 1 == at
                && token.gap == Gap::Space
                && self.reading.terms[self.reading.terms.len() - 2].kind == Kind::Name;
            if joins && let Some(last) = self.reading.names.last_mut() {
                last.extend(keys);
            } else {
                self.reading.names.push(keys);
                if self.by && self.reading.agent.is_none() {
                    self.reading.agent = Some(self.reading.names.len() - 1);
                }
            }
        }
        self.by = false;
    }

    fn ideograph(&mut self, at: usize) {
        let token = &self.tokens[at];
        let roles = self.lexicon.roles_of(&token.text);
        let concept = self.lexicon.concept_of(&token.text);
        let role = roles != Roles::default();
        if role || concept.is_some() {
            self.flush_run();
            self.roles(roles);
            if let Some(concept) = concept {
                self.push(&format!("={concept}"), &token.text, Kind::Word, token.range.clone(), at);
                self.by &= roles.has(Roles::BY);
            }
            return;
        }
        let adjoins = self.run.last().is_some_and(|last| last + 1 == at && token.gap == Gap::None);
        if !adjoins {
            self.flush_run();
        }
        self.run.push(at);
    }

    /// Reads the waiting ideographs as overlapping pairs.
    fn flush_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        let tokens = self.tokens;
        let pairs: Vec<&[usize]> = if run.len() == 1 { vec![&run[..]] } else { run.windows(2).collect() };
        for pair in pairs {
            let (Some(first), Some(last)) = (pair.first(), pair.last()) else { continue };
            let text: String = pair.iter().map(|at| tokens[*at].text.as_str()).collect();
            self.push(&text, &text, Kind::Word, tokens[*first].range.start..tokens[*last].range.end, *first);
            if let Some(term) = self.reading.terms.last_mut() {
                term.touches = true;
            }
        }
    }

    fn push(&mut self, key: &str, stem: &str, kind: Kind, range: Range<usize>, at: usize) {
        let (key, stem) = (self.interner.intern(key), self.interner.intern(stem));
        let negated = self.negating && matches!(kind, Kind::Word | Kind::Name);
        self.negating &= !negated;
        self.reading.terms.push(Term { key, stem, kind, range, touches: false, negated });
        self.positions.push(at);
    }

    fn finish(mut self) -> Reading {
        attribution::move_to_front(&mut self.reading, self.tokens, &self.positions, self.lexicon);
        let reading = &mut self.reading;
        reading.keys = reading.terms.iter().map(|term| term.key).collect();
        reading.keys.sort_unstable();
        reading.keys.dedup();
        reading.vocabulary.clone_from(&reading.surface);
        reading.vocabulary.sort_unstable();
        reading.vocabulary.dedup();
        reading.implied.sort_unstable();
        reading.implied.dedup();
        self.reading
    }
}
