import type { RunResult } from '@funade/core/node';
import { idTokenRequestFailed } from '../api/errors.ts';
import type { TokenProvider } from './token-source.ts';

/** Buildkite: the agent asks for a token, as often as it is told to. https://buildkite.com/docs/agent/v3/cli-oidc */
export const buildkite: TokenProvider = {
  ci: 'Buildkite',
  detect: (env) => env.BUILDKITE === 'true',
  howTo: 'run it in a job of a Buildkite agent, with `buildkite-agent` on the PATH',
  unasked: true,
  find: ({ context, audience }) =>
    context.env.BUILDKITE_AGENT_ACCESS_TOKEN
      ? {
          ci: 'Buildkite',
          renewable: true,
          whenExpired: 'run it again; the agent gives a new token each time',
          async fetch() {
            const { runFile } = await import('@funade/core/node');
            const args = ['oidc', 'request-token', '--audience', audience];
            const { env, signal } = context;
            const answer = await runFile('buildkite-agent', args, { env, signal, timeout: 30_000 });
            signal.throwIfAborted();
            if (!answer.ok) throw idTokenRequestFailed('Buildkite', reasonOf(answer));
            return answer.stdout.trim();
          },
        }
      : null,
};

/** The last line the agent complained with, or that there is no agent. */
function reasonOf({ missing, stderr, how }: RunResult): string {
  if (missing) return 'there is no `buildkite-agent` on the PATH';
  const [line] = stderr.trim().split('\n').slice(-1);
  return line || `buildkite-agent ended with ${how}`;
}
