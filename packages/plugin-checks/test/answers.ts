import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createResources, type RunContext, type StepContext, systemRandom } from '@funade/core';
import { startSandbox } from '@funade/sandbox';

/** A server on loopback, and what it was asked. */
export interface Answers extends AsyncDisposable {
  readonly port: number;
  /** Headers of each request, in order. */
  readonly asked: readonly NodeJS.Dict<string | string[]>[];
}

/** Starts a server that answers as it is told; with a key and a certificate it speaks TLS. */
export async function startAnswers(
  answer: RequestListener,
  tls: { readonly key: string; readonly cert: string } | null = null,
): Promise<Answers> {
  const asked: NodeJS.Dict<string | string[]>[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(request.headers);
    answer(request, response);
  };
  const server = tls === null ? createServer(listener) : createSecureServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A step on the clock of a sandbox, and what it said. */
export async function checkContext(given: Partial<RunContext> = {}) {
  const sandbox = await startSandbox();
  const resources = createResources();
  const controller = new AbortController();
  const said: { readonly progress: string[]; readonly lines: string[] } = { progress: [], lines: [] };
  const context: StepContext = {
    project: 'shop',
    environment: { name: 'production', account: '222222222222', region: 'eu-west-1', role: null, confirm: false },
    clock: sandbox.clock,
    random: systemRandom,
    signal: controller.signal,
    env: { PATH: process.env.PATH },
    root: import.meta.dirname,
    ...given,
    resources,
    step: {
      id: 'check.http:api@production',
      kind: 'check.http',
      phase: 'after-rollout',
      targets: ['api@production'],
      label: 'api@production',
      title: 'check',
    },
    runId: 'run-1',
    progress: (message) => said.progress.push(message),
    output: (line) => said.lines.push(line),
    warn: () => {},
  };
  return {
    context,
    said,
    interrupt: (reason: Error) => controller.abort(reason),
    async [Symbol.asyncDispose]() {
      await resources.close();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}
