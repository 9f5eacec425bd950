import {
  createResources,
  type Release,
  type Resources,
  type RunContext,
  type StepContext,
  systemClock,
  systemRandom,
} from '@funade/core';

/** A context for tests; its resources are closed at the end of the scope. */
export interface TestContext extends RunContext, AsyncDisposable {
  readonly resources: Resources;
  /** Aborts the context's signal. */
  interrupt(reason: Error): void;
}

export function testContext(given: Partial<RunContext> = {}): TestContext {
  const controller = new AbortController();
  const resources = createResources();
  return {
    project: 'shop',
    environment: { name: 'production', account: '222222222222', region: 'eu-west-1', role: null, confirm: false },
    clock: systemClock,
    random: systemRandom,
    signal: controller.signal,
    env: { PATH: process.env.PATH, HOME: '/nonexistent' },
    root: import.meta.dirname,
    ...given,
    resources,
    interrupt: (reason) => controller.abort(reason),
    [Symbol.asyncDispose]: () => resources.close(),
  };
}

/** What a step said while it ran. */
export interface Said {
  readonly lines: string[];
  readonly warnings: string[];
  readonly progress: string[];
}

export function stepContext(context: RunContext, kind = 'ecr.build-image'): StepContext & { readonly said: Said } {
  const said: Said = { lines: [], warnings: [], progress: [] };
  return {
    ...context,
    step: {
      id: `${kind}:shop/api@production`,
      kind,
      phase: 'build',
      targets: ['api@production'],
      label: 'shop/api@production',
      title: kind,
    },
    runId: 'run-1',
    said,
    progress: (message) => said.progress.push(message),
    output: (line) => said.lines.push(line),
    warn: (message) => said.warnings.push(message),
  };
}

export const commit = 'c0ffee0'.padEnd(40, '0');

export function release(given: Partial<Release> = {}): Release {
  return {
    version: '1.2.3',
    tag: 'v1.2.3',
    branch: null,
    commit,
    shortCommit: commit.slice(0, 7),
    commitTime: 1_700_000_000,
    dirty: false,
    dirtyPaths: [],
    imageTag: 'v1.2.3',
    source: 'https://git.example.com/shop.git',
    ...given,
  };
}
