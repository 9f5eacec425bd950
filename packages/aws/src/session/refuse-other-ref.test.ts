import { expect, test } from 'vitest';
import { refuseOtherRef } from './refuse-other-ref.ts';

const commit = 'a'.repeat(40);
const tag = { type: 'tag', name: 'v1.0.0' } as const;
const claimed = { ref: tag, commit };

test.each([
  ['the same tag and commit', { ref: tag, commit }],
  ['no ref', { ref: null, commit }],
  ['neither', { ref: null, commit: null }],
])('a token that says %s is no contradiction', (_, claims) => {
  expect(() => refuseOtherRef(claims, claimed)).not.toThrow();
});

test.each([
  ['another tag', { ref: { type: 'tag', name: 'v0.9.0' }, commit }, 'tag "v0.9.0"'],
  ['a branch of the same name', { ref: { type: 'branch', name: 'v1.0.0' }, commit }, 'branch "v1.0.0"'],
  ['another commit', { ref: tag, commit: 'b'.repeat(40) }, 'commit bbbbbbb'],
] as const)('a token that says %s is refused', (_, claims, said) => {
  expect(() => refuseOtherRef(claims, claimed)).toThrow(
    expect.objectContaining({
      code: 'REF_NOT_PROVEN',
      category: 'refused',
      message: `the job says that it runs for tag "v1.0.0" (aaaaaaa), and its identity token says ${said}`,
    }),
  );
});
