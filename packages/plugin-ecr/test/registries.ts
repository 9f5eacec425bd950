import { useRegistryClient } from '../src/login/registry-login.ts';
import { RegistryClient } from '../src/registry/registry-client.ts';
import { openShop } from './shop.ts';
import { testContext } from './test-context.ts';

/** Two registries and a repository in the first; `mounted` is a second repository of the first. */
export interface Registries extends AsyncDisposable {
  readonly from: RegistryClient;
  readonly to: RegistryClient;
  readonly source: string;
  readonly mounted: string;
  readonly target: string;
}

/** Opens two registries that nothing was pushed to. */
export type OpenRegistries = () => Promise<Registries>;

const names = { source: 'shop/source', mounted: 'shop/mounted', target: 'shop/target' };

/** The registries of two accounts and regions of a sandbox. */
export async function openSandboxRegistries(): Promise<Registries> {
  const shop = await openShop({
    staging: { [names.source]: {}, [names.mounted]: { mutability: 'IMMUTABLE' } },
    repositories: { [names.target]: { mutability: 'IMMUTABLE' } },
  });
  const context = shop.context();
  return {
    ...names,
    from: await useRegistryClient({ ...context, environment: shop.environments.staging }, shop.stagingHost),
    to: await useRegistryClient(context, shop.host),
    [Symbol.asyncDispose]: () => shop[Symbol.asyncDispose](),
  };
}

/** The registry at an address that asks for no login. Its repositories come into being by a push, so each run has its own. */
export function openPlainRegistry(host: string): { readonly client: RegistryClient; readonly prefix: string } {
  const client = new RegistryClient({ host, user: null, context: testContext() });
  return { client, prefix: `run-${process.pid}-${process.hrtime.bigint().toString(36)}` };
}
