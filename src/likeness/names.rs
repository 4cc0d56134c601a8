//! What a note tells about its names: which words are names, which first name goes with which surname, which acronym is
//! spelt out how.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::language::Language;
use super::lexicon::{Lexicon, Roles};
use super::tokens::{Gap, Shape, Token};

/// The names of one note.
#[derive(Debug, Default)]
pub(super) struct Names {
    language: Language,
    capital_inside: FxHashSet<String>,
    small: FxHashSet<String>,
    /// The only name that ever follows or precedes a name: "Wilf" is "Wilf Sandeman" where no other Wilf is named.
    after: FxHashMap<String, Option<String>>,
    before: FxHashMap<String, Option<String>>,
    /// How often each name, and each two names in a row, occur.
    counts: FxHashMap<String, u32>,
    /// Chinese personal names: a surname and two more characters that recur together.
    ideographic: FxHashSet<String>,
    /// Korean words that are addressed as persons are ("A에게"), without their particles.
    addressed: FxHashSet<String>,
    /// Acronyms of three and more letters, by their first letter.
    acronyms: FxHashMap<char, Vec<String>>,
}

impl Names {
    /// Learns from all texts of a note.
    pub(super) fn learn<'a>(texts: impl Iterator<Item = &'a [Token]> + Clone, language: Language) -> Self {
        let mut names = Self { language, ..Self::default() };
        for tokens in texts.clone() {
            for (index, token) in tokens.iter().enumerate() {
                if token.capital() {
                    let form = names.form(&token.text).into_owned();
                    *names.counts.entry(form).or_default() += 1;
                }
                match token.shape {
                    Shape::Capital | Shape::Upper if !token.starts_sentence(index) => {
                        let form = names.form(&token.text).into_owned();
                        names.capital_inside.insert(form);
                    }
                    Shape::Lower => {
                        names.small.insert(token.text.clone());
                    }
                    _ => {}
                }
                if token.shape == Shape::Upper
                    && (3..=6).contains(&token.text.chars().count())
                    && let Some(first) = token.text.chars().next()
                {
                    let list = names.acronyms.entry(first).or_default();
                    if !list.contains(&token.text) {
                        list.push(token.text.clone());
                    }
                }
            }
        }
        for tokens in texts.clone() {
            names.learn_partners(tokens, language);
        }
        if language == Language::Korean {
            names.learn_addressed(texts.clone());
        }
        if language == Language::Chinese {
            names.learn_ideographic(texts);
        }
        names
    }

    /// A name in the form that its cases share, where names are declined.
    fn form<'t>(&self, name: &'t str) -> Cow<'t, str> {
        match self.language {
            Language::Polish | Language::Russian => Cow::Owned(Lexicon::of(self.language).stem(name)),
            _ => Cow::Borrowed(name),
        }
    }

    fn learn_addressed<'a>(&mut self, texts: impl Iterator<Item = &'a [Token]>) {
        let lexicon = Lexicon::of(Language::Korean);
        for token in texts.flatten() {
            if ["에게", "에게서", "한테", "한테서", "로부터"].iter().any(|particle| token.text.ends_with(particle))
            {
                self.addressed.insert(lexicon.stem(&token.text));
            }
        }
    }

    fn learn_ideographic<'a>(&mut self, texts: impl Iterator<Item = &'a [Token]>) {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for tokens in texts {
            for start in 0..tokens.len() {
                if !tokens[start].shape.eq(&Shape::Ideograph) || !SURNAMES.contains(tokens[start].text.as_str()) {
                    continue;
                }
                for length in 2..=3 {
                    if let Some(text) = touching(tokens, start, length) {
                        *counts.entry(text).or_default() += 1;
                    }
                }
            }
        }
        for (text, count) in &counts {
            let head: String = text.chars().take(2).collect();
            // "老师在四月": what holds a function word or a number is no name.
            let given = |sign: char| {
                Lexicon::of(Language::Chinese).roles_of(&sign.to_string()) == Roles::default()
                    && !"一二三四五六七八九十百千万亿两月年日号".contains(sign)
            };
            if text.chars().count() == 3
                && text.chars().skip(1).all(given)
                && *count >= 3
                && counts.get(&head) == Some(count)
            {
                self.ideographic.insert(text.clone());
            }
        }
    }

    /// How many ideographs from here on are a known personal name.
    pub(super) fn ideographic_name(&self, tokens: &[Token], index: usize) -> Option<usize> {
        let text = touching(tokens, index, 3)?;
        self.ideographic.contains(&text).then_some(3)
    }

    fn learn_partners(&mut self, tokens: &[Token], language: Language) {
        let lexicon = Lexicon::of(language);
        for (index, pair) in tokens.windows(2).enumerate() {
            let [left, right] = pair else { continue };
            let both = left.shape == Shape::Capital && right.shape == Shape::Capital && right.gap == Gap::Space;
            if !both || lexicon.roles_of(&right.text).has(Roles::STOP) || lexicon.roles_of(&left.text).has(Roles::STOP)
            {
                continue;
            }
            if !self.is_name(tokens, index) || !self.is_name(tokens, index + 1) {
                continue;
            }
            let (left, right) = (self.form(&left.text).into_owned(), self.form(&right.text).into_owned());
            note(&mut self.after, &left, &right);
            note(&mut self.before, &right, &left);
            *self.counts.entry(format!("{left} {right}")).or_default() += 1;
        }
    }

    /// Whether the token at `index` is a name, or part of one.
    pub(super) fn is_name(&self, tokens: &[Token], index: usize) -> bool {
        self.is_name_in(tokens, index, self.language)
    }

    /// The same for a bullet in another language than the note.
    pub(super) fn is_name_in(&self, tokens: &[Token], index: usize, language: Language) -> bool {
        let Some(token) = tokens.get(index) else { return false };
        if !token.capital() {
            return !self.addressed.is_empty() && self.addressed.contains(&Lexicon::of(language).stem(&token.text));
        }
        if token.starts_sentence(index) && Lexicon::of(language).roles_of(&token.text).has(Roles::STOP) {
            return false;
        }
        if token.shape == Shape::Upper {
            return true;
        }
        if language.capitalises_nouns() {
            // Common nouns carry a capital as well: a name has a capitalised neighbour without anything between.
            let neighbour = |other: Option<&Token>, gap: Gap| {
                other.is_some_and(|other| other.shape == Shape::Capital && gap == Gap::Space)
            };
            let left = index.checked_sub(1).and_then(|at| tokens.get(at));
            let left_is_head = index.checked_sub(1).is_some_and(|at| {
                tokens[at].starts_sentence(at)
                    && (self.small.contains(&tokens[at].text)
                        || Lexicon::of(language).roles_of(&tokens[at].text).has(Roles::STOP))
            });
            return neighbour(left, token.gap) && !left_is_head
                || tokens.get(index + 1).is_some_and(|right| neighbour(Some(right), right.gap));
        }
        let beside_name = tokens.get(index + 1).is_some_and(|right| right.capital() && right.gap == Gap::Space)
            || token.gap == Gap::Space
                && index
                    .checked_sub(1)
                    .is_some_and(|left| tokens[left].capital() && !tokens[left].starts_sentence(left));
        if !token.starts_sentence(index) {
            return !self.small.contains(&token.text) || beside_name;
        }
        let followed =
            tokens.get(index + 1).is_some_and(|right| right.shape == Shape::Capital && right.gap == Gap::Space);
        self.capital_inside.contains(self.form(&token.text).as_ref()) || followed && !self.small.contains(&token.text)
    }

    /// The names that a name stands for besides itself: the surname of a first name and the other way round.
    pub(super) fn partners<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let name = self.form(name);
        let name = name.as_ref();
        // "Wilf" stands for "Wilf Sandeman" where Sandeman is hardly ever named without Wilf; a product after a firm's name does not.
        let bound = |first: &str, last: &str| {
            let both = self.counts.get(&format!("{first} {last}")).copied().unwrap_or(0);
            both * 5 >= self.counts.get(last).copied().unwrap_or(0) * 3
        };
        let after = self.after.get(name).and_then(Option::as_deref).filter(|last| bound(name, last));
        let before = self.before.get(name).and_then(Option::as_deref).filter(|first| bound(first, name));
        after.into_iter().chain(before)
    }

    /// The acronym that the words from here on spell out, and how many words they are.
    pub(super) fn spelt_out(&self, tokens: &[Token]) -> Option<(usize, &str)> {
        let first = tokens.first()?.text.chars().next()?;
        if tokens[0].shape == Shape::Upper {
            return None;
        }
        let candidates = self.acronyms.get(&first)?;
        candidates
            .iter()
            .filter(|acronym| {
                let letters = acronym.chars().count();
                tokens.len() >= letters
                    && tokens[..letters].iter().zip(acronym.chars()).enumerate().all(|(index, (token, letter))| {
                        token.text.starts_with(letter)
                            && (index == 0 || matches!(token.gap, Gap::Space | Gap::Hyphen))
                            && token.text.chars().count() > 1
                    })
            })
            .max_by_key(|acronym| acronym.len())
            .map(|acronym| (acronym.chars().count(), acronym.as_str()))
    }
}

/// The commonest Chinese surnames of one character.
const SURNAMES: &str = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗詹曲欧阳靳祁路涂兰甘裴梅童翁霍游阮尤岳柯牟滕谷舒卜成饶宁凌盛查单冉鲍华包屈房喻解蒲卫简时连车项闵邬吉党阳司费蒙席晏隋古强穆姬宫景米麦谈柏瞿艾沙鄢桂窦郁缪畅巩卓褚栾戚全娄甄郎池丛边岑农苟迟保商臧佘卞虞刁冷应匡栗仇练楚揭师官佟封燕桑巫敖原植邝仲荆储宗楼干苑寇盖南屠鞠荣井乐银奚明麻雍花闻冼木郜廉衣蔺和冀占门帅利满";

/// The text of ideographs that touch each other.
fn touching(tokens: &[Token], start: usize, length: usize) -> Option<String> {
    let run = tokens.get(start..start + length)?;
    let joined = run
        .iter()
        .enumerate()
        .all(|(at, token)| token.shape == Shape::Ideograph && (at == 0 || token.gap == Gap::None));
    joined.then(|| run.iter().map(|token| token.text.as_str()).collect())
}

fn note(map: &mut FxHashMap<String, Option<String>>, key: &str, value: &str) {
    match map.get_mut(key) {
        Some(known) if known.as_deref() != Some(value) => *known = None,
        Some(_) => {}
        None => {
            map.insert(key.to_owned(), Some(value.to_owned()));
        }
    }
}
