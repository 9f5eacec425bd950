import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Shop, type ShopOptions, startShop } from './shop.ts';

type Json = Record<string, unknown>;

interface ShopRegion {
  readonly clusters: Readonly<Record<string, { readonly services: Record<string, Json> }>>;
  taskDefinitions: readonly Json[];
}

/** What an exec shop changes of the demo's. */
export interface ExecShopOptions {
  /** Of the service `api`, which has ECS Exec enabled. */
  readonly service?: Json;
  /** Of its task definition. */
  readonly taskDefinition?: Json;
  readonly sandbox?: ShopOptions['sandbox'];
}

/** The demo's shop with ECS Exec enabled for its service `api`. */
export function startExecShop({ service, taskDefinition, sandbox }: ExecShopOptions = {}): Promise<Shop> {
  return startShop({
    ...(sandbox === undefined ? {} : { sandbox }),
    seed: (seed) => {
      const changed = structuredClone(seed);
      const accounts = changed.accounts as unknown as Record<string, { readonly regions: Record<string, ShopRegion> }>;
      for (const region of Object.values(accounts).flatMap(({ regions }) => Object.values(regions))) {
        for (const { services } of Object.values(region.clusters)) {
          services.api = { ...services.api, enableExecuteCommand: true, ...service };
        }
        region.taskDefinitions = region.taskDefinitions.map((definition) =>
          definition.family === 'shop-api' ? { ...definition, ...taskDefinition } : definition,
        );
      }
      return changed;
    },
  });
}

/** A program in the plugin's place: it says which version it is, notes how it was called, and writes what it is told to. */
export interface StandIn {
  /** A PATH on which it comes first. */
  readonly path: string;
  /** How it was called for a session. */
  called(): Promise<{ readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> }>;
}

export async function writeStandIn(
  folder: string,
  { version = '1.2.707.0', writes = '', code = 0 } = {},
): Promise<StandIn> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const noted = join(folder, 'called.json');
  const script = `#!${process.execPath}
import { writeFileSync } from 'node:fs';
if (process.argv[2] === '--version') { console.log(${JSON.stringify(version)}); process.exit(0); }
const { argv, env } = process;
writeFileSync(${JSON.stringify(noted)}, JSON.stringify({ args: argv.slice(2), env }));
process.stdout.write(${JSON.stringify(writes)}.replaceAll('{marker}', /funade-[0-9a-f-]{36}/.exec(JSON.stringify(env)) ?? 'none'));
process.exitCode = ${code};
`;
  await writeFile(join(bin, 'session-manager-plugin'), script);
  await chmod(join(bin, 'session-manager-plugin'), 0o755);
  return { path: `${bin}:${process.env.PATH}`, called: async () => JSON.parse(await readFile(noted, 'utf8')) };
}
