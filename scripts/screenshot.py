#!/usr/bin/env python3
"""Draws what a program printed on a terminal as an SVG picture.

    codemagic-lint check --color always PATH | screenshot.py 'codemagic-lint check PATH' > picture.svg

Standard input is text with ANSI escape sequences, the argument is the command to
show above it. Colours, bold, dim and underlined text are understood; other
sequences are dropped. The same input gives the same bytes.
"""

import re
import sys
import unicodedata
from html import escape

FONT_SIZE = 14
COLUMN = 8.4  # Six tenths of the size, as in nearly all fonts of fixed width.
LINE = 19
MARGIN = 18
BAR = 34  # Height of the title bar.

BACKGROUND, BORDER, TEXT, FAINT = "#16181d", "#454a55", "#d8dce4", "#8a919e"
COLORS = {
    30: "#8a919e", 31: "#ff7b72", 32: "#7ee787", 33: "#f0c674", 34: "#79b8ff", 35: "#d2a8ff", 36: "#6fd3d9",
    37: TEXT,
}
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;?]*[A-Za-z]")


class Style:
    """How text looks until the next sequence."""

    def __init__(self):
        self.reset()

    def reset(self):
        """Back to plain text."""
        self.color, self.bold, self.dim, self.underline = None, False, False, False

    def apply(self, codes):
        """Obeys one sequence of numbers, `1;36`."""
        for code in (int(code or 0) for code in codes.split(";")):
            if code == 0:
                self.reset()
            elif code in (1, 2, 4):
                self.bold, self.dim, self.underline = (
                    self.bold or code == 1, self.dim or code == 2, self.underline or code == 4
                )
            elif code == 22:
                self.bold = self.dim = False
            elif code == 24:
                self.underline = False
            elif code == 39:
                self.color = None
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self.color = COLORS[code if code < 90 else code - 60]

    def attributes(self):
        """The attributes of the text's element."""
        color = self.color or (FAINT if self.dim else TEXT)
        found = "" if color == TEXT else f' fill="{color}"'
        found += ' font-weight="bold"' if self.bold else ""
        return found + (' text-decoration="underline"' if self.underline else "")


def width(text):
    """Columns that a text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    combining = sum(unicodedata.combining(character) != 0 for character in text)
    return len(text) + wide - combining


def runs(line, style):
    """The pieces of a line that look alike: column, text, attributes."""
    column, at = 0, 0
    for match in [*ESCAPE.finditer(line), None]:
        text = line[at:match.start() if match else len(line)]
        # White space has no look; what stands behind it has its own column.
        for word in re.finditer(r"\S+(?: \S+)*", text):
            yield column + width(text[:word.start()]), word[0], style.attributes()
        column += width(text)
        if match:
            at = match.end()
            if match[1] is not None:
                style.apply(match[1])


def draw(lines, command):
    """The picture."""
    style, body, columns = Style(), [], 0
    rows = [f"\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m", *lines]
    for row, line in enumerate(rows):
        y = BAR + MARGIN + row * LINE
        for column, text, attributes in runs(line, style):
            x, length = MARGIN + column * COLUMN, width(text) * COLUMN
            columns = max(columns, column + width(text))
            body.append(
                f'<text x="{x:g}" y="{y}" textLength="{length:g}" lengthAdjust="spacingAndGlyphs"{attributes}>'
                f"{escape(text, quote=False)}</text>"
            )
    total_width, total_height = round(2 * MARGIN + columns * COLUMN), BAR + MARGIN + len(rows) * LINE
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{total_width}" height="{total_height}" '
        f'viewBox="0 0 {total_width} {total_height}">',
        f"<title>Output of {escape(command, quote=False)}</title>",
        f'<rect x="0.5" y="0.5" width="{total_width - 1}" height="{total_height - 1}" rx="9" '
        f'fill="{BACKGROUND}" stroke="{BORDER}"/>',
        *(f'<circle cx="{x}" cy="17" r="5.5" fill="{BORDER}"/>' for x in (20, 38, 56)),
        f'<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" '
        f'font-size="{FONT_SIZE}" fill="{TEXT}" xml:space="preserve">',
    ]
    return "\n".join([*head, *body, "</g>", "</svg>", ""])


def main(arguments):
    """Reads standard input, writes the picture; the exit code."""
    if len(arguments) != 1:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    text = sys.stdin.buffer.read().decode("utf-8")
    sys.stdout.buffer.write(draw(text.rstrip("\n").split("\n"), arguments[0]).encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
