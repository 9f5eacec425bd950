import { idTokenRequestFailed } from '../api/errors.ts';
import type { TokenProvider } from './token-source.ts';

/** Buildkite: the agent asks for a token, as often as it is told to. https://buildkite.com/docs/agent/v3/cli-oidc */
export const buildkite: TokenProvider = {
  ci: 'Buildkite',
  detect: (env) => env.BUILDKITE === 'true',
  howTo: 'run it in a job of a Buildkite agent, with `buildkite-agent` on the PATH',
  unasked: true,
  find: ({ world, audience }) =>
    world.env.BUILDKITE_AGENT_ACCESS_TOKEN
      ? {
          ci: 'Buildkite',
          renewable: true,
          whenExpired: 'run it again; the agent gives a new token each time',
          async fetch() {
            const [{ execFile }, { promisify }] = await Promise.all([
              import('node:child_process'),
              import('node:util'),
            ]);
            const options = { env: { ...world.env }, signal: world.signal, timeout: 30_000 };
            const { stdout } = await promisify(execFile)(
              'buildkite-agent',
              ['oidc', 'request-token', '--audience', audience],
              options,
            ).catch((error: unknown) => {
              throw idTokenRequestFailed('Buildkite', reasonOf(error));
            });
            return stdout.trim();
          },
        }
      : null,
};

/** The last line the agent complained with, or that there is no agent. */
function reasonOf(error: unknown): string {
  const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: unknown };
  if (code === 'ENOENT') return 'there is no `buildkite-agent` on the PATH';
  const [line] = typeof stderr === 'string' ? stderr.trim().split('\n').slice(-1) : [];
  return line || `buildkite-agent ended with ${String(code)}`;
}
