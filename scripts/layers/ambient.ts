import type { AmbientRule } from './ambient-faults.ts';

const cli = 'packages/cli/src';
const sandbox = 'packages/sandbox/src';
const simulation = 'packages/simulation/src';

/** What reaches the world without being handed it, and the few files that may. */
export const ambient: readonly AmbientRule[] = [
  {
    what: 'time',
    instead: 'take a clock',
    names: ['Date.now', 'new Date', 'performance.now', 'setTimeout', 'setInterval', 'node:timers/promises#setTimeout'],
    files: [
      'packages/core/src/model/clock.ts',
      `${cli}/bin.ts`,
      `${cli}/demo/child.ts`,
      `${cli}/demo/main.ts`,
      `${simulation}/main.ts`,
      `${sandbox}/clock/real-clock.ts`,
      `${sandbox}/clock/wall-time.ts`,
    ],
  },
  {
    what: 'chance',
    instead: 'take a random',
    names: [
      'Math.random',
      'crypto.getRandomValues',
      'crypto.randomUUID',
      'node:crypto#getRandomValues',
      'node:crypto#randomBytes',
      'node:crypto#randomInt',
      'node:crypto#randomUUID',
    ],
    files: ['packages/core/src/model/random.ts', `${sandbox}/model/random.ts`],
  },
  {
    what: 'the process',
    instead: 'take a world',
    names: ['process', 'node:process#default'],
    files: [
      `${cli}/bin.ts`,
      // Programs of their own.
      `${cli}/demo/child.ts`,
      `${cli}/demo/engine.ts`,
      `${cli}/demo/main.ts`,
      `${simulation}/main.ts`,
      `${simulation}/worker.ts`,
      `${simulation}/bite/bite.ts`,
      `${simulation}/bite/hunt.ts`,
      // Start this Node again.
      'packages/core/src/node/source-place.ts',
      'packages/plugin-ecr/src/builders/containerify.ts',
      // Leave nothing behind, however the process ends.
      'packages/core/src/node/run-child.ts',
      'packages/plugin-ecr/src/process/owner.ts',
      'packages/plugin-ecr/src/process/temp-folder.ts',
      // Sees whether the process that it shares with the engine is at work.
      `${sandbox}/clock/virtual-clock.ts`,
    ],
  },
];
