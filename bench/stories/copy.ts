import { randomBytes } from 'node:crypto';
import { type Figure, figure, ratio } from '../figure.ts';
import { type ImageShop, production, repository, staging, startImageShop } from '../image-shop.ts';
import { median, run } from '../measure.ts';
import { logIn, pushRandomImage, type Registry } from '../registry.ts';
import { bin } from '../shop.ts';

const rounds = 3;
const layers = 4;
const layerBytes = 50 * 1024 * 1024;

/**
 * A promotion of a 200 MB image between two accounts and regions, against curl piping the same bytes from the one registry
 * to the other; and its memory above that of a deploy that copies nothing.
 */
export async function copy(): Promise<readonly Figure[]> {
  await using shop = await startImageShop();
  const [source, target] = [await logIn(shop.sandbox, staging), await logIn(shop.sandbox, production)];
  const ours: number[] = [];
  const theirs: number[] = [];
  const memory: number[] = [];
  const idle: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const tag = `v1.${round}.0`;
    shop.release(tag, { from: 'staging' });
    const bytes = Array.from({ length: layers }, () => randomBytes(layerBytes));
    const at = { repository, tag, revision: shop.git('rev-parse', 'HEAD') };
    const digests = await pushRandomImage(source, at, bytes);
    const raw = await rawCopy(source, target, digests);
    const cost = await deploy(shop, tag);
    const again = await deploy(shop, tag);
    if (round === 0) continue;
    theirs.push(raw);
    ours.push(cost.wall - again.wall);
    memory.push(cost.memory);
    idle.push(again.memory);
  }
  const megabytes = (layers * layerBytes) / 1024 / 1024;
  return [
    ratio(`copy of ${megabytes} MB between two registries against curl piping it`, median(ours), {
      theirs: median(theirs),
      unit: 'ms',
      aim: '≈ 1',
    }),
    figure(`copy of ${megabytes} MB: peak memory above a deploy without a copy`, median(memory) - median(idle), {
      unit: 'MiB',
      aim: '< 100',
      digits: 0,
    }),
  ];
}

async function deploy(shop: ImageShop, tag: string): Promise<{ readonly wall: number; readonly memory: number }> {
  const command = { command: process.execPath, args: [bin, 'deploy', 'production', '--tag', tag] };
  const cost = await run({ ...command, cwd: shop.folder, env: shop.env }, { node: true });
  if (cost.code !== 0) throw new Error(`the deploy exited ${cost.code}:\n${cost.stdout}${cost.stderr}`);
  return cost;
}

/** Milliseconds that curl takes for the same blobs, side by side; the uploads are left unfinished, so nothing comes of them. */
async function rawCopy(source: Registry, target: Registry, digests: readonly string[]): Promise<number> {
  const script = `
    copy() {
      place=$(curl -sS -D - -o /dev/null -X POST -H "authorization: $TO" "http://${target.host}/v2/${repository}/blobs/uploads/" |
        tr -d '\\r' | sed -n 's/^[Ll]ocation: //p')
      case $place in http*) ;; *) place="http://${target.host}$place" ;; esac
      curl -sS -f -H "authorization: $FROM" "http://${source.host}/v2/${repository}/blobs/$1" |
        curl -sS -f -o /dev/null -H "authorization: $TO" -X PATCH -T - "$place"
    }
    for digest in ${digests.join(' ')}; do copy "$digest" & done
    for job in $(jobs -p); do wait "$job" || exit 1; done`;
  const env = { FROM: source.authorization, TO: target.authorization };
  const cost = await run({ command: 'bash', args: ['-c', script], env });
  if (cost.code !== 0) throw new Error(`curl exited ${cost.code}:\n${cost.stderr}`);
  return cost.wall;
}
