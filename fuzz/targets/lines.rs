//! Changes to files line by line, beside those to bytes that the fuzzer makes itself:
//! YAML is made of lines and their indentation, and few byte changes keep it YAML.

use libfuzzer_sys::fuzzer_mutate;

/// Changes the first `size` bytes of the data, and gives how many there are then.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    if seed % 2 == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let mut numbers = Numbers(u64::from(seed));
    let mut lines: Vec<Vec<u8>> = data[..size]
        .split(|&byte| byte == b'\n')
        .map(Vec::from)
        .collect();
    for _ in 0..=numbers.below(3) {
        change(&mut lines, &mut numbers);
    }
    let mut changed = lines.join(&b'\n');
    changed.truncate(max_size.min(data.len()));
    data[..changed.len()].copy_from_slice(&changed);
    changed.len()
}

fn change(lines: &mut Vec<Vec<u8>>, numbers: &mut Numbers) {
    let count = lines.len();
    let at = numbers.below(count);
    let to = (at + 1 + numbers.below(4)).min(count);
    match numbers.below(7) {
        0 if count > 1 => drop(lines.drain(at..to)),
        1 => {
            let other = numbers.below(count);
            lines.swap(at, other);
        }
        2 => {
            let block = lines[at..to].to_vec();
            let place = numbers.below(count + 1);
            lines.splice(place..place, block);
        }
        3 => {
            let blanks = b"    "[..=numbers.below(4)].to_vec();
            for line in &mut lines[at..to] {
                line.splice(0..0, blanks.iter().copied());
            }
        }
        4 => {
            let most = 1 + numbers.below(4);
            for line in &mut lines[at..to] {
                let blanks = line
                    .iter()
                    .take(most)
                    .take_while(|&&byte| byte == b' ')
                    .count();
                line.drain(..blanks);
            }
        }
        5 => {
            // The value of one key under another.
            let after = |line: &[u8]| line.iter().position(|&byte| byte == b':');
            let other = lines[numbers.below(count)].clone();
            if let (Some(end), Some(start)) = (after(&lines[at]), after(&other)) {
                lines[at].truncate(end);
                lines[at].extend_from_slice(&other[start..]);
            }
        }
        _ => {
            // As a value of its own, or as an item.
            let blanks = lines[at].iter().take_while(|&&byte| byte == b' ').count();
            lines[at].splice(blanks..blanks, *b"- ");
        }
    }
    if lines.is_empty() {
        lines.push(Vec::new());
    }
}

/// Numbers that one number decides.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}
