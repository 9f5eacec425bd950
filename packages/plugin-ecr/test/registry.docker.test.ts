import { describe } from 'vitest';
import { leftOut, missingParts } from './parts.ts';
import { type OpenRegistries, openPlainRegistry, openSandboxRegistries } from './registries.ts';
import { registrySuite } from './registry-suite.ts';

const missing = missingParts('registry');
const host = process.env.FUNADE_TEST_REGISTRY ?? '';

describe.skipIf(missing.length > 0)(`docker-registry of the CNCF${leftOut(missing)}`, () => {
  registrySuite('alone', async () => {
    const { client, prefix } = openPlainRegistry(host);
    const name = (last: string): string => `${prefix}/${last}`;
    return {
      from: client,
      to: client,
      source: name('source'),
      mounted: name('mounted'),
      target: name('target'),
      [Symbol.asyncDispose]: async () => {},
    };
  });
  registrySuite(
    'from the sandbox',
    mixed(({ sandbox, plain, name }) => ({ ...sandbox, to: plain, target: name('target') })),
  );
  registrySuite(
    'to the sandbox',
    mixed(({ sandbox, plain, name }) => ({
      ...sandbox,
      from: plain,
      source: name('source'),
      mounted: name('mounted'),
    })),
  );
});

type Opened = Awaited<ReturnType<OpenRegistries>>;

function mixed(
  mix: (given: {
    readonly sandbox: Omit<Opened, typeof Symbol.asyncDispose>;
    readonly plain: Opened['from'];
    name(last: string): string;
  }) => Omit<Opened, typeof Symbol.asyncDispose>,
): OpenRegistries {
  return async () => {
    const sandbox = await openSandboxRegistries();
    const { client, prefix } = openPlainRegistry(host);
    const parts = mix({ sandbox, plain: client, name: (last) => `${prefix}/${last}` });
    return { ...parts, [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose]() };
  };
}
