import type { Registry, Sandbox } from './start/sandbox.ts';

/** Everything somebody outside the process needs to use a sandbox; JSON. */
export interface SandboxDescription {
  readonly endpoint: string;
  readonly issuer: string;
  readonly registries: readonly Registry[];
  /** The environment of an AWS client of the first account. */
  readonly environment: Readonly<Record<string, string>>;
  /** The same for every account. */
  readonly accounts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Where `?sub=…&aud=…` gets a web identity token, as JSON with `id_token`. */
  readonly tokenEndpoint: string;
  /** The command that does so. */
  readonly tokenCommand: string;
}

/** Describes a running sandbox to people and programs outside its process. */
export function describeSandbox(sandbox: Sandbox): SandboxDescription {
  const { endpoint, issuer, registries, accounts } = sandbox;
  return {
    endpoint,
    issuer,
    registries,
    environment: sandbox.environment(),
    accounts: Object.fromEntries(accounts.map((account) => [account, sandbox.environment({ account })])),
    tokenEndpoint: `${endpoint}/oidc/token`,
    tokenCommand: `funade sandbox token --endpoint ${endpoint} --sub <subject> --aud sts.amazonaws.com`,
  };
}
