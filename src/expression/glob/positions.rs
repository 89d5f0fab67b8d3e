//! Sets of positions in a name.

/// A set of positions from 0 to the length of a name, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Positions {
    words: Vec<u64>,
}

const BITS: usize = 64;

impl Positions {
    /// No position of a name of this length.
    pub fn none(length: usize) -> Self {
        Self {
            words: vec![0; length / BITS + 1],
        }
    }

    /// One position.
    pub fn one(length: usize, position: usize) -> Self {
        let mut set = Self::none(length);
        set.insert(position);
        set
    }

    pub fn insert(&mut self, position: usize) {
        if let Some(word) = self.words.get_mut(position / BITS) {
            *word |= 1 << (position % BITS);
        }
    }

    /// Adds all positions from this one to `length`.
    pub fn insert_from(&mut self, position: usize, length: usize) {
        for position in position..=length {
            self.insert(position);
        }
    }

    pub fn contains(&self, position: usize) -> bool {
        let word = self.words.get(position / BITS);
        word.is_some_and(|word| word & (1 << (position % BITS)) != 0)
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Adds the positions of another set.
    pub fn add(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// The positions in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                // Takes the lowest away; of none nothing is left.
                left &= left.checked_sub(1)?;
                Some(index * BITS + bit)
            })
        })
    }
}
