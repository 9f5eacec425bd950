// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of other tools look like templates of this language
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillPlaceholders } from './fill-placeholders.ts';

const values = { IMAGE1_NAME: 'shop/api:1', PORT: 8080, DEBUG: false, 'app name': 'shop', A: '<B>', B: 'no' };

test.each([
  ['<IMAGE1_NAME>', 'shop/api:1'],
  ['${PORT}', '8080'],
  ['__DEBUG__', 'false'],
  ['<app name>', 'shop'],
  ['http://x:${PORT}/__IMAGE1_NAME__', 'http://x:8080/shop/api:1'],
  ['<A>', '<B>'],
  ['${A}${B}', '<B>no'],
  ['echo ${HOME} <REGION> __x_y__', 'echo ${HOME} <REGION> __x_y__'],
  ['${PORT:-80}', '${PORT:-80}'],
  ['__PORT__PORT__', '8080PORT__'],
  ['<toString>', '<toString>'],
  [{ '<PORT>': ['${PORT}', null, 3] }, { '<PORT>': ['8080', null, 3] }],
])('%j becomes %j', (written, filled) => {
  expect(fillPlaceholders(written, values).document).toEqual(filled);
});

test('it says which names stood there', () => {
  expect(fillPlaceholders({ a: '<A>', b: ['__PORT__', '<NONE>'] }, values).names).toEqual(['A', 'PORT']);
});

test('filling again changes nothing where no value has the form of a placeholder', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.dictionary(fc.stringMatching(/^[A-Z]{1,3}$/), fc.integer()), (document, own) => {
      const once = fillPlaceholders(document as never, own).document;
      expect(fillPlaceholders(once, own).document).toEqual(once);
    }),
    { seed: 230, numRuns: 200 },
  );
});
