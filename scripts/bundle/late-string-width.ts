import type { Plugin } from 'rolldown';

/** What string-width makes when it is loaded, and how to make it on first use. */
const late: readonly (readonly [eager: string, late: string])[] = [
  [
    'const segmenter = new Intl.Segmenter();',
    'let madeSegmenter; const segmenter = { segment: (text) => (madeSegmenter ??= new Intl.Segmenter()).segment(text) };',
  ],
  [
    'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
    "let madeRegex; const rgiEmojiRegex = { test: (text) => (madeRegex ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text) };",
  ],
];

/** Unicode's tables take as long to load as Node itself, and few texts need them. */
export const lateStringWidth: Plugin = {
  name: 'late-string-width',
  transform(code, id) {
    if (!id.endsWith('/string-width/index.js') || !code.includes('RGI_Emoji')) return null;
    return late.reduce((text, [eager, instead]) => {
      if (!text.includes(eager)) throw new Error(`${id} has no \`${eager}\` any more: see late-string-width.ts`);
      return text.replace(eager, () => instead);
    }, code);
  },
};
