import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { layoutSource } from '../src/registry/layout-source.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { readReferrers } from '../src/registry/referrers.ts';
import type { RegistryClient } from '../src/registry/registry-client.ts';
import { registrySource } from '../src/registry/registry-source.ts';
import { type ImageToSend, sendImage } from '../src/registry/send-image.ts';
import { imageBytes } from './image-bytes.ts';
import { descriptorOf, pushReferrer, writeLayout } from './layout.ts';
import type { OpenRegistries } from './registries.ts';
import { temporaryFolder } from './temporary-folder.ts';

const platforms = ['linux/amd64', 'linux/arm64'];

/** What pushes and copies do, whichever registries they are between. */
export function registrySuite(name: string, open: OpenRegistries): void {
  describe(name, () => {
    test('a layout is pushed byte for byte, and pushing it again sends no blob', async () => {
      await using registries = await open();
      await using folder = await temporaryFolder();
      const { from, source } = registries;
      const { digest, images } = await writeLayout(folder.path, { platforms });
      const image = { digest, name: source, tag: 'v1', mountFrom: null };
      expect(await sent(from, layoutSource(folder.path), image)).toBeGreaterThan(200_000);
      expect((await readManifest(from, source, 'v1'))?.digest).toBe(digest);
      for (const part of images) expect((await readManifest(from, source, part))?.digest).toBe(part);
      expect(await sent(from, layoutSource(folder.path), { ...image, tag: 'v2' })).toBe(0);
      expect((await readManifest(from, source, 'v2'))?.digest).toBe(digest);
    });

    test('a copy has every platform and whatever refers to any of them', async () => {
      await using registries = await open();
      await using pushed = await pushSigned(registries);
      const { from, to, source, target } = registries;
      const { digest, images, referrers } = pushed;
      const image = { digest, name: target, tag: 'v1', mountFrom: null };
      expect(await sent(to, registrySource(from, source), image)).toBeGreaterThan(200_000);
      expect((await readManifest(to, target, 'v1'))?.digest).toBe(digest);
      expect((await imageBytes(to, target, 'v1')).equals(await imageBytes(from, source, 'v1'))).toBe(true);
      expect([...(await readReferrers(to, target, digest))].sort()).toEqual(referrers.slice(0, 2).sort());
      expect(await readReferrers(to, target, images[1] ?? '')).toEqual(referrers.slice(2));
      for (const referrer of referrers) {
        expect((await imageBytes(to, target, referrer)).equals(await imageBytes(from, source, referrer))).toBe(true);
      }
    });

    test('a copy has what cosign keeps under tags, and leaves a tag that is there alone', async () => {
      await using registries = await open();
      await using pushed = await pushSigned(registries);
      const { from, to, source, target } = registries;
      const { digest, images } = pushed;
      const [ofIndex, ofImage] = [digest, images[1] ?? ''].map((subject) => subject.replace(':', '-'));
      const signature = await pushTagged(from, source, `${ofIndex}.sig`);
      const attestation = await pushTagged(from, source, `${ofImage}.att`);
      const image = { digest, name: target, tag: 'v1', mountFrom: null };
      await sent(to, registrySource(from, source), image);
      expect((await readManifest(to, target, `${ofIndex}.sig`))?.digest).toBe(signature);
      expect((await readManifest(to, target, `${ofImage}.att`))?.digest).toBe(attestation);
      await pushTagged(from, source, `${ofIndex}.sig`);
      await sent(to, registrySource(from, source), { ...image, tag: 'v2' });
      expect((await readManifest(to, target, `${ofIndex}.sig`))?.digest).toBe(signature);
    });

    test('a copy between repositories of one registry mounts the blobs', async () => {
      await using registries = await open();
      await using pushed = await pushSigned(registries);
      const { from, source, mounted } = registries;
      const image = { digest: pushed.digest, name: mounted, tag: 'v1', mountFrom: source };
      expect(await sent(from, registrySource(from, source), image)).toBe(0);
      expect((await imageBytes(from, mounted, 'v1')).equals(await imageBytes(from, source, 'v1'))).toBe(true);
    });

    test('a mount from a repository that lacks the blobs sends them', async () => {
      await using registries = await open();
      await using folder = await temporaryFolder();
      const { from, source, mounted } = registries;
      const { digest } = await writeLayout(folder.path);
      const image = { digest, name: source, tag: 'v1', mountFrom: mounted };
      expect(await sent(from, layoutSource(folder.path), image)).toBeGreaterThan(100_000);
      expect((await readManifest(from, source, 'v1'))?.digest).toBe(digest);
    });
  });
}

/** A manifest of its own under a tag, as cosign pushes a signature; returns its digest. */
async function pushTagged(client: RegistryClient, name: string, tag: string): Promise<string> {
  await using folder = await temporaryFolder();
  const { digest } = await writeLayout(folder.path, { layers: [200] });
  await sendImage(client, layoutSource(folder.path), { digest, name, tag, mountFrom: null });
  return digest;
}

/** Sends an image and returns how many bytes of blobs went over the wire. */
export async function sent(
  client: RegistryClient,
  source: Parameters<typeof sendImage>[1],
  image: Omit<ImageToSend, 'onBlob'>,
): Promise<number> {
  let bytes = 0;
  await sendImage(client, source, { ...image, onBlob: ({ sent: count }) => (bytes = count) });
  return bytes;
}

interface Pushed extends AsyncDisposable {
  readonly digest: string;
  readonly images: readonly string[];
  /** Two of the index, then one of its second image. */
  readonly referrers: readonly string[];
}

/** An index of two images under `v1` of the source, two signatures of it, and one of its second image. */
async function pushSigned({ from, source }: Awaited<ReturnType<OpenRegistries>>): Promise<Pushed> {
  const folder = await temporaryFolder();
  const { digest, images } = await writeLayout(join(folder.path, 'layout'), { platforms });
  await sendImage(from, layoutSource(join(folder.path, 'layout')), {
    digest,
    name: source,
    tag: 'v1',
    mountFrom: null,
  });
  const referrers: string[] = [];
  for (const subject of [digest, digest, images[1] ?? '']) {
    const found = await readManifest(from, source, subject);
    if (found === null) throw new Error(`${subject} was not pushed`);
    referrers.push(await pushReferrer(from, source, descriptorOf(Buffer.from(found.text), found.mediaType)));
  }
  return { digest, images, referrers, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}
