import { expect, test } from 'vitest';
import { testIo } from '../../test/test-io.ts';
import { explainedCodes, explanations } from '../explain/explanations.ts';
import { moreText } from '../explain/more-text.ts';
import { main } from '../main.ts';
import { plain } from '../render/style.ts';

async function typed(...argv: readonly string[]) {
  const given = testIo();
  const code = await main(['explain', ...argv], given.io);
  return { code, out: given.out(), err: given.err() };
}

test('a code is explained, in any case', async () => {
  const { code, out } = await typed('image_tag_taken');
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "IMAGE_TAG_TAKEN (exit 8: refused by a rule, or a check of verify failed; nothing that is running was changed)

    The repository has an image under this tag that was built from another commit, or that does not say from which. A tag is never overwritten.
    Make a new tag for this commit. \`--adopt-image\` deploys an image that does not say its commit.

    more: https://github.com/funade/funade/blob/main/docs/images.md#once-and-never-over-another
    all codes: https://github.com/funade/funade/blob/main/docs/reference/errors.md#image_tag_taken
    "
  `);
  expect((await typed('IMAGE_TAG_TAKEN')).out).toBe(out);
});

test('a warning ends no command, and the exit code of an ended run is its own', async () => {
  expect((await typed('PLAIN_SECRET')).out).toMatch(/^PLAIN_SECRET \(a warning; the command goes on\)\n/);
  expect((await typed('RUN_ENDED')).out).toMatch(/^RUN_ENDED \(the exit code is that of the run\)\n/);
});

test('an exit code is explained too', async () => {
  expect((await typed('3')).out).toMatch(/^exit 3: rolled back: the previous version is serving\n\nmore: https:/);
  expect(await typed('99')).toMatchObject({ code: 2, err: expect.stringContaining('has the code "99"') });
});

test('without a code all are listed, by subject', async () => {
  const { out } = await typed();
  for (const { title } of explanations) expect(out).toContain(`${title}\n  `);
  expect(out.split('\n').filter((line) => /^ {2}[A-Z_]+ {2}/.test(line))).toHaveLength(explainedCodes().length);
});

test('what is meant is asked for', async () => {
  expect(await typed('IMAGE_TAG_TAKN')).toEqual({
    code: 2,
    out: '',
    err: 'error: no error, warning or exit of funade has the code "IMAGE_TAG_TAKN" (CODE_UNKNOWN)\n  hint: did you mean IMAGE_TAG_TAKEN?\n',
  });
});

test('for programs', async () => {
  expect(JSON.parse((await typed('DOWNGRADE', '--json')).out)).toMatchObject({ code: 'DOWNGRADE', exit: 8 });
  expect(Object.keys(JSON.parse((await typed('--json')).out))).toEqual(explainedCodes());
});

test('an error says where to read on, unless nothing more is known', () => {
  expect(moreText(['DOWNGRADE', 'USAGE', 'DESK_REFUSED', 'DOWNGRADE'], { style: plain, width: 0 })).toBe(
    '  more: funade explain DOWNGRADE\n',
  );
  expect(moreText(['USAGE', 'DESK_REFUSED'], { style: plain, width: 0 })).toBe('');
});
