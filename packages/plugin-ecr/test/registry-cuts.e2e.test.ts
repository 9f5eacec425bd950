import { expect, test } from 'vitest';
import { readManifest } from '../src/registry/read-image.ts';
import { readReferrers } from '../src/registry/referrers.ts';
import { type Cut, cuts } from './fault-proxy.ts';
import { openFaultyShop, targets } from './faulty-shop.ts';
import { imageBytes } from './image-bytes.ts';

const works = ['push', 'copy'] as const;
const table = works.flatMap((work) => cuts.map((cut) => [work, cut] as const));

test.each(table)(
  'a %s that dies at any request (%s) is finished by the next one',
  { timeout: 60_000 },
  async (work, cut) => {
    await using faulty = await openFaultyShop();
    const { cutter, client, bytes, digest } = faulty;
    let failed = 0;
    for (const [index, repository] of targets.entries()) {
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
    expect(failed).toBeGreaterThan(10);
  },
);

test.each(table)(
  'a %s goes on by itself when any one request is cut (%s)',
  { timeout: 60_000 },
  async (work, cut: Cut) => {
    await using faulty = await openFaultyShop();
    const { cutter, client, bytes } = faulty;
    let reached = 0;
    for (const [index, repository] of targets.entries()) {
      cutter.order(index + 1, cut, { lasting: false });
      await faulty[work](repository);
      expect((await imageBytes(client, repository, 'v1')).equals(bytes)).toBe(true);
      if (cutter.seen <= index) break;
      reached += 1;
    }
    expect(reached).toBeGreaterThan(10);
  },
);
