import {
  createResources,
  type LookupCall,
  observeFacts,
  type Plugin,
  type PluginReference,
  systemRandom,
} from '@funade/core';
import { buildRequest } from '@funade/core/testing';
import { type Sandbox, type Seed, startSandbox } from '@funade/sandbox';

const account = '111111111111';
const region = 'eu-west-1';
const environment = { name: 'staging', account, region, role: null, confirm: false };

type RegionSeed = NonNullable<Seed['accounts'][string]['regions']>[string];

/** A sandbox whose one region has these things, and lookups that are made in it, each time as a new command. */
export interface LookupBench extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** What calls such as `ssm /shop/url` come to: the value, or the problem behind `!`. */
  look(reference: PluginReference, calls: readonly string[]): Promise<readonly (string | number | boolean)[]>;
  /** The same as facts: what a plan would hold. */
  facts(reference: PluginReference, calls: readonly string[]): Promise<unknown>;
}

export interface BenchOptions extends Partial<Seed['accounts'][string]> {
  /** Variables beside those of the sandbox, once that runs. */
  readonly env?: (sandbox: Sandbox) => Promise<Readonly<Record<string, string>>>;
}

export async function openBench(given: RegionSeed, { env, ...more }: BenchOptions = {}): Promise<LookupBench> {
  const sandbox = await startSandbox({ seed: { accounts: { [account]: { ...more, regions: { [region]: given } } } } });
  const variables = await env?.(sandbox);
  const observe = async (plugin: Plugin, calls: readonly string[]) => {
    const lookups = calls.map(callOf);
    const resources = createResources();
    const context = {
      project: 'shop',
      environment,
      clock: sandbox.clock,
      random: systemRandom,
      signal: new AbortController().signal,
      env: { ...sandbox.environment({ account, region }), AWS_EC2_METADATA_DISABLED: 'true', ...variables },
      root: import.meta.dirname,
      resources,
    };
    try {
      const facts = await observeFacts(buildRequest([], { environment, lookups }), [plugin], context);
      return { lookups, facts: facts[plugin.name] ?? null };
    } finally {
      await resources.close();
    }
  };
  return {
    sandbox,
    async look(reference, calls) {
      const plugin = await reference.load();
      const { lookups, facts } = await observe(plugin, calls);
      return lookups.map(({ helper, args }) => {
        const result = plugin.lookups?.find((each) => each.helper === helper)?.read(facts, args);
        return result?.found === true ? result.value : `! ${result?.problem}`;
      });
    },
    facts: async (reference, calls) => (await observe(await reference.load(), calls)).facts,
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}

function callOf(text: string): LookupCall {
  const [helper = '', ...args] = text.split(' ');
  return { helper, args };
}
