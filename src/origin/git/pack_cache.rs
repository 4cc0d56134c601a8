//! Objects that others in a pack are deltas of, kept so that each is inflated once.

use gix::{objs::Kind, odb::pack::cache::DecodeEntry};
use std::collections::{HashMap, VecDeque};

/// First in, first out: neighbours in history are neighbours in a pack.
#[derive(Debug, Default)]
pub(super) struct PackCache {
    objects: HashMap<(u32, u64), (Kind, usize, Vec<u8>)>,
    age: VecDeque<(u32, u64)>,
    held: usize,
}

/// Bytes to keep.
const CAPACITY: usize = 48 << 20;

impl DecodeEntry for PackCache {
    fn put(&mut self, pack: u32, offset: u64, data: &[u8], kind: Kind, compressed_size: usize) {
        let key = (pack, offset);
        if data.len() > CAPACITY / 4 || self.objects.contains_key(&key) {
            return;
        }
        self.held += data.len();
        self.objects.insert(key, (kind, compressed_size, data.to_vec()));
        self.age.push_back(key);
        while self.held > CAPACITY {
            let Some(oldest) = self.age.pop_front() else {
                break;
            };
            self.held -= self.objects.remove(&oldest).map_or(0, |(_, _, data)| data.len());
        }
    }

    fn get(&mut self, pack: u32, offset: u64, out: &mut Vec<u8>) -> Option<(Kind, usize)> {
        let (kind, compressed_size, data) = self.objects.get(&(pack, offset))?;
        out.clear();
        out.extend_from_slice(data);
        Some((*kind, *compressed_size))
    }
}
