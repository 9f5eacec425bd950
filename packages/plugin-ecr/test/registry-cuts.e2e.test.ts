import { expect, test } from 'vitest';
import { readManifest } from '../src/registry/read-image.ts';
import { readReferrers } from '../src/registry/referrers.ts';
import { type Cut, cuts } from './fault-proxy.ts';
import { openFaultyShop, targets } from './faulty-shop.ts';
import { imageBytes } from './image-bytes.ts';

const works = ['push', 'copy'] as const;
type Work = (typeof works)[number];
const table = works.flatMap((work) => cuts.map((cut) => [work, cut] as const));

/**
 * The requests to cut, counted from 0: every one where work and cut are those that a test tries throughout, else every fourth,
 * from one that differs from cut to cut, unless all are asked for.
 */
function requestsToCut([work, cut]: readonly [Work, Cut], throughout: readonly [Work, Cut]): readonly number[] {
  const isThroughout = work === throughout[0] && cut === throughout[1];
  if (isThroughout || process.env.FUNADE_TEST_ALL !== undefined) return [...targets.keys()];
  return [...targets.keys()].filter((index) => index % 4 === cuts.indexOf(cut));
}

test.each(table)(
  'a %s that dies at any request (%s) is finished by the next one',
  { timeout: 60_000 },
  async (work, cut) => {
    await using faulty = await openFaultyShop();
    const { cutter, client, bytes, digest } = faulty;
    let failed = 0;
    const requests = requestsToCut([work, cut], ['push', 'answered']);
    for (const index of requests) {
      const repository = targets[index] ?? '';
      cutter.order(index + 1, cut, { lasting: true });
      const first = await faulty[work](repository).then(
        () => 'done',
        () => 'failed',
      );
      const reached = cutter.seen > index;
      cutter.heal();
      if (first === 'failed') failed += 1;
      await faulty[work](repository);
      expect((await readManifest(client, repository, 'v1'))?.digest).toBe(digest);
      expect((await imageBytes(client, repository, 'v1')).equals(bytes)).toBe(true);
      if (work === 'copy') expect(await readReferrers(client, repository, digest)).toEqual([faulty.referrer]);
      if (!reached) break;
    }
    expect(failed).toBeGreaterThan(requests.length === targets.length ? 10 : 2);
  },
);

test.each(table)('a %s goes on by itself when any one request is cut (%s)', { timeout: 60_000 }, async (work, cut) => {
  await using faulty = await openFaultyShop();
  const { cutter, client, bytes } = faulty;
  let reached = 0;
  const requests = requestsToCut([work, cut], ['copy', 'request']);
  for (const index of requests) {
    const repository = targets[index] ?? '';
    cutter.order(index + 1, cut, { lasting: false });
    await faulty[work](repository);
    expect((await imageBytes(client, repository, 'v1')).equals(bytes)).toBe(true);
    if (cutter.seen <= index) break;
    reached += 1;
  }
  expect(reached).toBeGreaterThan(requests.length === targets.length ? 10 : 2);
});
