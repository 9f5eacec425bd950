import { join } from 'node:path';
import type { StepDefinition } from '@funade/core';
import { useRegistryClient } from '../src/login/registry-login.ts';
import { layoutSource } from '../src/registry/layout-source.ts';
import { readManifest } from '../src/registry/read-image.ts';
import { sendImage } from '../src/registry/send-image.ts';
import { type CopyStepInput, copyImage } from '../src/steps/copy-image.ts';
import { type PushStepInput, pushImage } from '../src/steps/push-image.ts';
import { Cutter, startFaultProxy } from './fault-proxy.ts';
import { imageBytes } from './image-bytes.ts';
import { descriptorOf, pushReferrer, writeLayout } from './layout.ts';
import { openShop, type Shop } from './shop.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { commit, stepContext } from './test-context.ts';

const label = 'org.opencontainers.image.revision';
/** Repositories of production that nothing was pushed to. */
export const targets = Array.from({ length: 120 }, (_, index) => `shop/target-${index}`);
const repositories = Object.fromEntries(targets.map((name) => [name, { mutability: 'IMMUTABLE' }]));

/** A shop whose staging has a signed image, a layout with the same contents, and both registries behind the cutter. */
export async function openFaultyShop() {
  await using opened = new AsyncDisposableStack();
  const shop = opened.use(await openShop({ repositories, staging: { 'shop/source': {} } }));
  const folder = opened.use(await temporaryFolder());
  const layout = join(folder.path, 'layout');
  const { digest } = await writeLayout(layout, { layers: [70_000, 100], labels: { [label]: commit } });
  const context = shop.context();
  const staging = await useRegistryClient({ ...context, environment: shop.environments.staging }, shop.stagingHost);
  const image = { digest, name: 'shop/source', tag: 'v1', mountFrom: null };
  await sendImage(staging, layoutSource(layout), image);
  const manifest = await readManifest(staging, 'shop/source', digest);
  const subject = descriptorOf(Buffer.from(manifest?.text ?? ''), manifest?.mediaType ?? '');
  const referrer = await pushReferrer(staging, 'shop/source', subject);
  const cutter = new Cutter();
  const production = opened.use(await startFaultProxy(shop.host, cutter));
  const source = opened.use(await startFaultProxy(shop.stagingHost, cutter));
  const bytes = await imageBytes(staging, 'shop/source', digest);
  const owned = opened.move();
  return {
    shop,
    context,
    cutter,
    digest,
    referrer,
    bytes,
    layout,
    client: await useRegistryClient(context, shop.host),
    push: (repository: string): Promise<unknown> => {
      const built = { kind: 'layout' as const, path: layout, digest, platforms: ['linux/amd64'], mountFrom: null };
      const repositoryUri = `${production.host}/${repository}`;
      const input: PushStepInput = { repository, repositoryUri, tag: 'v1', revision: commit, built };
      return run(pushImage, input, shop);
    },
    copy: (repository: string): Promise<unknown> => {
      const { account, region, role } = shop.environments.staging;
      const repositoryUri = `${source.host}/shop/source`;
      const input: CopyStepInput = {
        repository,
        repositoryUri: `${production.host}/${repository}`,
        tag: 'v1',
        digest,
        platforms: ['linux/amd64'],
        commit,
        from: { environment: 'staging', account, region, role, repositoryUri },
      };
      return run(copyImage, input, shop);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** As a command would: with a session and connections of its own. */
async function run(step: StepDefinition, input: unknown, shop: Shop): Promise<unknown> {
  await using context = shop.context();
  return await step.run(input, stepContext(context, step.kind));
}
