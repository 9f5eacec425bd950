import { join } from 'node:path';
import { type Clock, systemClock } from '@funade/core';
import { describe, expect, test } from 'vitest';
import { layoutSource } from '../src/registry/layout-source.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { readReferrers } from '../src/registry/referrers.ts';
import { RegistryClient } from '../src/registry/registry-client.ts';
import { registrySource } from '../src/registry/registry-source.ts';
import { sendImage } from '../src/registry/send-image.ts';
import { Cutter, cuts, startFaultProxy } from './fault-proxy.ts';
import { imageBytes } from './image-bytes.ts';
import { descriptorOf, pushReferrer, writeLayout } from './layout.ts';
import { leftOut, missingParts } from './parts.ts';
import { openPlainRegistry } from './registries.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { testContext } from './test-context.ts';

const missing = missingParts('registry');
const most = 120;

/** Nothing is waited for: the cutter, not time, heals. A limit of work that is under way is kept, as the work is real. */
const hasty: Clock = {
  ...systemClock,
  sleep: async (ms, options) => (options?.limit === true ? systemClock.sleep(ms, options) : undefined),
};

describe.skipIf(missing.length > 0)(`docker-registry of the CNCF behind the cutter${leftOut(missing)}`, () => {
  test.each(cuts)(
    'a copy that dies at any request (%s) is finished by the next one',
    { timeout: 120_000 },
    async (cut) => {
      const host = process.env.FUNADE_TEST_REGISTRY ?? '';
      const { client, prefix } = openPlainRegistry(host);
      const source = `${prefix}/source`;
      await using folder = await temporaryFolder();
      const layout = join(folder.path, 'layout');
      const { digest } = await writeLayout(layout, { layers: [70_000, 100] });
      await sendImage(client, layoutSource(layout), { digest, name: source, tag: 'v1', mountFrom: null });
      const manifest = await readManifest(client, source, digest);
      const subject = descriptorOf(Buffer.from(manifest?.text ?? ''), manifest?.mediaType ?? '');
      const referrer = await pushReferrer(client, source, subject);
      const bytes = await imageBytes(client, source, digest);
      const cutter = new Cutter();
      await using proxy = await startFaultProxy(host, cutter);
      await using context = testContext({ clock: hasty });
      const faulty = new RegistryClient({ host: proxy.host, user: null, context });
      let failed = 0;
      for (let nth = 1; nth <= most; nth++) {
        const name = `${prefix}/target-${nth}`;
        const copy = (): Promise<void> =>
          sendImage(faulty, registrySource(faulty, source), { digest, name, tag: 'v1', mountFrom: null });
        cutter.order(nth, cut, { lasting: true });
        const first = await copy().then(
          () => 'done',
          () => 'failed',
        );
        const reached = cutter.seen >= nth;
        cutter.heal();
        if (first === 'failed') failed += 1;
        await copy();
        expect((await readManifest(client, name, 'v1'))?.digest).toBe(digest);
        expect((await imageBytes(client, name, 'v1')).equals(bytes)).toBe(true);
        expect(await readReferrers(client, name, digest)).toEqual([referrer]);
        if (!reached) break;
      }
      expect(failed).toBeGreaterThan(10);
    },
  );
});
