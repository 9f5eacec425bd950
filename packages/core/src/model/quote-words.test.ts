import { expect, test } from 'vitest';
import { quoteWords } from './quote-words.ts';

test.each([
  [['ls', '-la', '/app'], 'ls -la /app'],
  [['echo', 'a b', ''], "echo 'a b' ''"],
  [['sh', '-c', "echo 'x' $HOME; exit 1"], `sh -c 'echo '\\''x'\\'' $HOME; exit 1'`],
  [['echo', 'naïve', '*'], "echo 'naïve' '*'"],
])('%j', (words, line) => expect(quoteWords(words)).toBe(line));
