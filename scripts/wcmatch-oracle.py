#!/usr/bin/env python3
"""What wcmatch's fnmatch makes of patterns and names, as JSON.

Usage: wcmatch-oracle.py QUESTIONS ANSWERS

Each line of QUESTIONS is `{"pattern": "…", "names": ["…", …]}`; the same line of
ANSWERS will be one of:

- `{"matches": [BOOL, …], "without_dotmatch": [BOOL, …], "joined": BOOL}`. `matches` is
  with the flags that src/expression/glob assumes. For `joined` see there.
- `{"limit": true}`: the pattern stands for too many patterns.
- `{"error": "…"}`: wcmatch fails.
- `{"slow": true}`: Python's regular expressions take more than half a second.
"""

import json
import re
import signal
import sys

from wcmatch import _wcparse, fnmatch

WITHOUT_DOTMATCH = fnmatch.EXTMATCH | fnmatch.BRACE | fnmatch.FORCEUNIX
FLAGS = WITHOUT_DOTMATCH | fnmatch.DOTMATCH
TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)


class Slow(BaseException):
    """The time is over."""


def stop(_signal, _frame):
    """Ends a match that takes too long."""
    raise Slow


def joined(regex):
    """
    Whether wcmatch 12.0.1 has mistaken itself.

    When it joins `?(…)` and `*(…)` into the group around them, it adds an empty
    alternative before it has closed the lookahead of an inverse group at the end of
    them: `@(?(x!(a*))|z)` becomes `x(?:(?=||$)|(?!(?:a.*?)||$).*?)||z`. The lookahead
    should hold `(?:a.*?)$`; as it is, it always finds something. No correct
    lookahead has an alternative outside of parentheses.
    """
    around = []
    for token in TOKEN.finditer(regex):
        if token.group() == "(":
            around.append(regex.startswith(("?!", "?="), token.end()))
        elif token.group() == ")":
            around.pop()
        elif token.group() == "|" and around and around[-1]:
            return True
    return False


def answer(pattern, names):
    """The answer to one question."""
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        regexes, _ = fnmatch.translate(pattern, flags=FLAGS)
        matcher = fnmatch.compile(pattern, flags=FLAGS)
        without_dotmatch = fnmatch.compile(pattern, flags=WITHOUT_DOTMATCH)
        return {
            "matches": [matcher.match(name) for name in names],
            "without_dotmatch": [without_dotmatch.match(name) for name in names],
            "joined": any(joined(regex) for regex in regexes),
        }
    except _wcparse.PatternLimitException:
        return {"limit": True}
    except Slow:
        return {"slow": True}
    except Exception as error:  # The test decides what to make of it.
        return {"error": f"{type(error).__name__}: {error}"}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main():
    """Answers every question."""
    signal.signal(signal.SIGALRM, stop)
    questions, answers = sys.argv[1:]
    with open(questions, encoding="utf-8") as lines, open(answers, "w", encoding="utf-8") as out:
        for line in lines:
            question = json.loads(line)
            print(json.dumps(answer(question["pattern"], question["names"])), file=out)


if __name__ == "__main__":
    main()
