import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, figure } from '../figure.ts';
import { type ImageShop, production, repository, startImageShop } from '../image-shop.ts';
import { type Cost, run } from '../measure.ts';
import { logIn, sizeOfBlobs } from '../registry.ts';
import { bin } from '../shop.ts';

const megabytes = 50;
const packages = 50;

/** How a builder builds the application, and whether it is on this machine. */
interface Way {
  readonly builder: string;
  readonly probe: readonly [command: string, ...args: string[]] | null;
  ecr(shop: ImageShop): object;
}

const byDockerfile = (builder: string): Pick<Way, 'builder' | 'ecr'> => ({
  builder,
  ecr: () => ({ build: { with: builder, context: 'app' } }),
});

const ways: readonly Way[] = [
  { ...byDockerfile('docker'), probe: ['docker', 'version'] },
  { ...byDockerfile('buildx'), probe: ['docker', 'buildx', 'inspect'] },
  { ...byDockerfile('buildah'), probe: ['buildah', '--version'] },
  {
    builder: 'containerify',
    probe: null,
    ecr: ({ hosts }) => ({ build: { context: 'app', from: `${hosts.production}/bench/base:1` } }),
  },
];

/**
 * A Node application of 50 MB in its dependencies, with every builder of this machine: the first deploy, the same release
 * once more, and a release that changes one file. Time from start to exit, and bytes of blobs that were sent.
 */
export async function images(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const way of ways) {
    if (way.probe !== null && spawnSync(way.probe[0], way.probe.slice(1), { timeout: 20_000 }).status !== 0) {
      console.error(`LEFT OUT: ${way.builder} (${way.probe.join(' ')} does not answer)`);
      figures.push({ name: `${way.builder}: LEFT OUT, not on this machine`, value: '', aim: '' });
      continue;
    }
    figures.push(...(await measure(way)));
  }
  return figures;
}

async function measure(way: Way): Promise<readonly Figure[]> {
  await using shop = await startImageShop();
  writeApplication(join(shop.folder, 'app'));
  shop.release('v1.0.0', way.ecr(shop));
  const first = await deploy(shop, 'v1.0.0');
  const again = await deploy(shop, 'v1.0.0');
  writeFileSync(join(shop.folder, 'app/src/main.js'), 'console.log("two");\n');
  shop.release('v1.1.0', way.ecr(shop));
  const changed = await deploy(shop, 'v1.1.0');
  const rows = [
    ['first deploy', first, ''],
    ['the same release again', again, '< 1500 ms, 0 bytes'],
    ['a release that changes one file', changed, ''],
  ] as const;
  return rows.map(([name, { wall, bytes }, aim]) => ({
    ...figure(`${way.builder}: ${name}, ${megabytes} MB application`, wall, { unit: 'ms', digits: 0 }),
    value: `${wall.toFixed(0)} ms, ${bytes.toLocaleString('en')} bytes sent`,
    aim,
  }));
}

/** Deploys a release and counts the bytes of the blobs that came into being. */
async function deploy(shop: ImageShop, tag: string): Promise<Cost & { readonly bytes: number }> {
  const before = shop.sandbox.requests('registry.PUT upload').length;
  const cost = await run({
    command: process.execPath,
    args: [bin, 'deploy', 'production', '--tag', tag],
    cwd: shop.folder,
    env: shop.env,
  });
  if (cost.code !== 0) throw new Error(`the deploy exited ${cost.code}:\n${cost.stdout}${cost.stderr}`);
  const digests = shop.sandbox
    .requests('registry.PUT upload')
    .slice(before)
    .filter(({ status }) => status === 201)
    .map(({ body }) => (body as unknown as { query: { digest: string } }).query.digest);
  const bytes = await sizeOfBlobs(await logIn(shop.sandbox, production), repository, digests);
  return { ...cost, bytes };
}

function writeApplication(folder: string): void {
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  write('package.json', JSON.stringify({ name: 'app', version: '1.0.0', scripts: { start: 'node src/main.js' } }));
  write('src/main.js', 'console.log("one");\n');
  write(
    'Dockerfile',
    'FROM scratch\nCOPY package.json /app/\nCOPY node_modules /app/node_modules\nCOPY src /app/src\n',
  );
  for (let index = 0; index < packages; index += 1) {
    const name = `node_modules/package-${index}`;
    write(`${name}/package.json`, JSON.stringify({ name: `package-${index}`, version: '1.0.0' }));
    write(`${name}/data.bin`, randomBytes((megabytes * 1024 * 1024) / packages));
  }
}
