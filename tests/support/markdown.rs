//! Fenced blocks of pages.

/// A fenced block: the words behind the fence, and its text.
pub struct Block {
    /// `yaml file=codemagic.yaml`.
    pub info: String,
    /// What stands between the fences, without their indentation.
    pub text: String,
}

impl Block {
    /// The first word behind the fence.
    pub fn language(&self) -> &str {
        self.info.split(' ').next().unwrap_or_default()
    }

    /// What stands behind `name=` on the fence.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut words = self.info.split(' ');
        words.find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }
}

/// All blocks of a page, in order.
pub fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else {
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let block = lines.by_ref().take_while(|line| line.trim() != "```");
        let mut text = String::new();
        for line in block {
            text.push_str(line.get(indent..).unwrap_or_default());
            text.push('\n');
        }
        found.push(Block {
            info: info.to_owned(),
            text,
        });
    }
    found
}

/// The blocks of one language.
pub fn blocks_of(page: &str, language: &str) -> Vec<Block> {
    let mut found = blocks(page);
    found.retain(|block| block.language() == language);
    found
}
