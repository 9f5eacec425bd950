import { expect, test } from 'vitest';
import type { BuiltImage } from '../builders/builder.ts';
import { isOurs } from './is-ours.ts';

const commit = 'a'.repeat(40);
const docker: BuiltImage = { kind: 'docker', id: 'sha256:config', platforms: [] };
const layout: BuiltImage = { kind: 'layout', path: '/x', digest: 'sha256:manifest', platforms: [], mountFrom: null };
const found = { digest: 'sha256:manifest', configs: ['sha256:config'], revision: 'b'.repeat(40) };

test.each([
  ['the same config as in the engine', found, { revision: commit, built: docker }, true],
  ['the same manifest as in the layout', found, { revision: commit, built: layout }, true],
  [
    'other content of the same commit',
    { digest: 'sha256:x', configs: ['sha256:y'], revision: commit },
    { revision: commit, built: layout },
    true,
  ],
  [
    'other content of the same commit with uncommitted changes',
    { digest: 'sha256:x', configs: ['sha256:y'], revision: `${commit}-dirty` },
    { revision: `${commit}-dirty`, built: layout },
    false,
  ],
  [
    'the same content with uncommitted changes',
    { ...found, revision: `${commit}-dirty` },
    { revision: `${commit}-dirty`, built: docker },
    true,
  ],
  [
    'content of another commit',
    { digest: 'sha256:x', configs: [], revision: 'b'.repeat(40) },
    { revision: commit, built: docker },
    false,
  ],
  [
    'content that does not say',
    { digest: 'sha256:x', configs: [], revision: null },
    { revision: commit, built: docker },
    false,
  ],
])('%s', (...[, image, expected, ours]) => expect(isOurs(image, expected)).toBe(ours));
