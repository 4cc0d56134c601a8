//! Decoding a [`Tree`] into a type of its own, with errors that name the place.
//!
//! toml's own deserializer loses the places as soon as two files are merged; this one reads the merged tree, so a
//! wrong parameter is reported where its user wrote it, whichever layer that was.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::misfit::Misfit;
use super::place::{LOCATED, Located, Place};
use super::tree::{Node, Tree};

impl Tree {
    /// Decodes the tree. Structs should refuse unknown fields, which are then reported at the key with a suggestion.
    ///
    /// # Errors
    /// [`Misfit`] at the innermost place that does not fit.
    pub fn decode<'t, T: Deserialize<'t>>(&'t self) -> Result<T, Misfit> {
        T::deserialize(Value(self))
    }
}

/// A tree captures itself, so that a part of a type may stay undecoded.
impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Located { value: Captured(node), at } = Located::deserialize(deserializer)?;
        Ok(Self { at, node })
    }
}

struct Captured(Node);

impl<'de> Deserialize<'de> for Captured {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor).map(Self)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a TOML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element()? {
            list.push(value);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut table = BTreeMap::new();
        while let Some((key, value)) = map.next_entry()? {
            table.insert(key, value);
        }
        Ok(Node::Table(table))
    }
}

/// A value being decoded.
#[derive(Clone, Copy)]
struct Value<'t>(&'t Tree);

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match &self.0.node {
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::Integer(value) => visitor.visit_i64(*value),
            Node::Float(value) => visitor.visit_f64(*value),
            Node::Text(value) => visitor.visit_borrowed_str(value),
            Node::List(list) => visitor.visit_seq(Elements(list.iter())),
            Node::Table(table) => visitor.visit_map(Entries { rest: table.iter(), value: None }),
        }
        .map_err(|misfit| misfit.or_at(self.0.at))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self).map_err(|misfit| misfit.or_at(self.0.at))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        if name == LOCATED { visitor.visit_seq(Parts::new(self.0.at, self)) } else { self.deserialize_any(visitor) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match &self.0.node {
            Node::Text(name) => visitor.visit_enum(de::value::BorrowedStrDeserializer::new(name)),
            Node::Table(table) if table.len() == 1 => visitor.visit_enum(Entries { rest: table.iter(), value: None }),
            Node::Table(_) => Err(Misfit::new("expected exactly one key here", None)),
            _ => return self.deserialize_any(visitor),
        }
        .map_err(|misfit| misfit.or_at(self.0.at))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        map struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Misfit> for Value<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// A key being decoded.
#[derive(Clone, Copy)]
struct Key<'t>(&'t Located<String>);

impl<'de> Deserializer<'de> for Key<'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_borrowed_str(&self.0.value).map_err(|misfit: Misfit| misfit.or_at(self.0.at))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        if name == LOCATED { visitor.visit_seq(Parts::new(self.0.at, self)) } else { self.deserialize_any(visitor) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor
            .visit_enum(de::value::BorrowedStrDeserializer::new(&self.0.value))
            .map_err(|m: Misfit| m.or_at(self.0.at))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple map struct identifier ignored_any
    }
}

/// What [`Located`] reads: file, start, end, then the value itself.
struct Parts<D> {
    place: std::array::IntoIter<u32, 3>,
    value: Option<D>,
}

impl<D> Parts<D> {
    fn new(at: Place, value: D) -> Self {
        Self { place: [at.file.number(), at.span.start, at.span.end].into_iter(), value: Some(value) }
    }
}

impl<'de, D: Deserializer<'de, Error = Misfit>> SeqAccess<'de> for Parts<D> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        match self.place.next() {
            Some(number) => seed.deserialize(number.into_deserializer()).map(Some),
            None => self.value.take().map(|value| seed.deserialize(value)).transpose(),
        }
    }
}

struct Elements<'t>(std::slice::Iter<'t, Tree>);

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        self.0.next().map(|tree| seed.deserialize(Value(tree))).transpose()
    }
}

struct Entries<'t> {
    rest: std::collections::btree_map::Iter<'t, Located<String>, Tree>,
    value: Option<&'t Tree>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(Key(key)).map(Some).map_err(|misfit| misfit.or_at(key.at))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Misfit> {
        let value = self.value.take().ok_or_else(|| Misfit::new("a value without a key", None))?;
        seed.deserialize(Value(value)).map_err(|misfit| misfit.or_at(value.at))
    }
}

impl<'de> EnumAccess<'de> for Entries<'de> {
    type Error = Misfit;
    type Variant = Variant<'de>;

    fn variant_seed<T: DeserializeSeed<'de>>(mut self, seed: T) -> Result<(T::Value, Self::Variant), Misfit> {
        let name = self.next_key_seed(seed)?.ok_or_else(|| Misfit::new("a name is missing", None))?;
        let value = self.value.take().ok_or_else(|| Misfit::new("a value is missing", None))?;
        Ok((name, Variant(value)))
    }
}

/// What stands under the name of a variant: `sorted` in `[check.sorted]`.
struct Variant<'t>(&'t Tree);

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        match &self.0.node {
            Node::Table(table) => match table.keys().next() {
                Some(key) => Err(Misfit::new(format!("unknown key `{}`", key.value), None).or_at(key.at)),
                None => Ok(()),
            },
            _ => Err(Misfit::new("expected a table", None).or_at(self.0.at)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        seed.deserialize(Value(self.0)).map_err(|misfit| misfit.or_at(self.0.at))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        Value(self.0).deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Misfit> {
        Value(self.0).deserialize_any(visitor)
    }
}
