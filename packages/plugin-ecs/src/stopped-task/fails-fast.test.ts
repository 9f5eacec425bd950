import { expect, test } from 'vitest';
import { type Alive, type Death, failsFast } from './fails-fast.ts';
import type { CauseClass } from './stop-cause.ts';

const second = 1_000;

/** So many deaths of a cause, one a second from `at`, each after so many seconds of running (null: it never ran). */
function die(
  count: number,
  kind: CauseClass,
  { at = 10, after = null as number | null, exitCode = null as number | null } = {},
): Death[] {
  return Array.from({ length: count }, (_, index) => {
    const stoppedAt = (at + index) * second;
    const startedAt = after === null ? null : stoppedAt - after * second;
    return { cause: { class: kind, reason: kind, container: null, exitCode }, startedAt, stoppedAt };
  });
}

const alive = (startedAt: number, health = 'UNKNOWN'): Alive => ({ startedAt: startedAt * second, health });
const bears = (failures: number, resets = true) => ({ failures, resets });
const exits = { after: 2, exitCode: 1 };

type Row = readonly [
  string,
  Omit<Parameters<typeof failsFast>[0], 'written'> & { readonly written?: number | null },
  boolean,
];

const rows: readonly Row[] = [
  [
    'an image that is not there, three times, and nothing runs',
    { deaths: die(3, 'image.missing'), alive: [], tolerance: bears(25) },
    true,
  ],
  [
    'an image for another processor, three times',
    { deaths: die(3, 'image.platform'), alive: [], tolerance: bears(25) },
    true,
  ],
  ['a secret that is not there', { deaths: die(3, 'secret.missing'), alive: [], tolerance: bears(25) }, true],
  ['twice is not enough', { deaths: die(2, 'image.missing'), alive: [], tolerance: bears(3) }, false],
  [
    'a container that exits at once with one code',
    { deaths: die(3, 'container.exit', exits), alive: [], tolerance: bears(25) },
    true,
  ],
  [
    'a container that exits after a minute, below what ECS bears',
    { deaths: die(3, 'container.exit', { ...exits, after: 60 }), alive: [], tolerance: bears(25) },
    false,
  ],
  [
    'a container that exits after a minute, as often as ECS bears',
    { deaths: die(3, 'container.exit', { ...exits, after: 60 }), alive: [], tolerance: bears(3) },
    true,
  ],
  [
    '50 tasks, three pulls that timed out, ECS bears 25',
    { deaths: die(3, 'network.registry'), alive: [], tolerance: bears(25) },
    false,
  ],
  [
    'as many pulls that timed out as ECS bears',
    { deaths: die(25, 'network.registry'), alive: [], tolerance: bears(25) },
    true,
  ],
  [
    'pulls that timed out and tasks that run',
    { deaths: die(3, 'network.registry'), alive: [alive(5)], tolerance: bears(25) },
    false,
  ],
  [
    'a missing image beside tasks that run already',
    { deaths: die(3, 'image.missing'), alive: [alive(5)], tolerance: bears(25) },
    false,
  ],
  [
    'exits at once with two codes',
    {
      deaths: [...die(3, 'container.exit', exits), ...die(1, 'container.exit', { ...exits, exitCode: 2 })],
      alive: [],
      tolerance: bears(25),
    },
    false,
  ],
  [
    'three deaths between healthy starts',
    {
      deaths: die(3, 'container.unhealthy', { at: 100, after: 20 }),
      alive: [alive(30), alive(101.5, 'HEALTHY')],
      tolerance: bears(3),
    },
    false,
  ],
  [
    'three deaths before a task became healthy',
    { deaths: die(3, 'container.unhealthy', { at: 100 }), alive: [alive(150, 'HEALTHY')], tolerance: bears(3) },
    false,
  ],
  [
    'three deaths since the last task became healthy',
    { deaths: die(3, 'container.unhealthy', { at: 100 }), alive: [alive(50, 'HEALTHY')], tolerance: bears(3) },
    true,
  ],
  [
    'three deaths, and a task that is unhealthy',
    { deaths: die(3, 'container.unhealthy', { at: 100 }), alive: [alive(101, 'UNHEALTHY')], tolerance: bears(3) },
    true,
  ],
  [
    'three deaths, and a task that has run no longer than they did',
    { deaths: die(3, 'elb.unhealthy', { at: 200, after: 90 }), alive: [alive(150)], tolerance: bears(3) },
    true,
  ],
  [
    'three deaths, and a task that has outlived them',
    { deaths: die(3, 'elb.unhealthy', { at: 200, after: 20 }), alive: [alive(201), alive(160)], tolerance: bears(3) },
    true,
  ],
  [
    'a healthy task among the deaths starts the count again',
    {
      deaths: [...die(2, 'elb.unhealthy', { at: 100, after: 20 }), ...die(2, 'elb.unhealthy', { at: 300, after: 20 })],
      alive: [alive(200)],
      tolerance: bears(3),
    },
    false,
  ],
  [
    'a service that counts over healthy tasks',
    {
      deaths: [...die(2, 'elb.unhealthy', { at: 100, after: 20 }), ...die(2, 'elb.unhealthy', { at: 300, after: 20 })],
      alive: [alive(200)],
      tolerance: bears(3, false),
    },
    true,
  ],
  [
    'tasks that the platform took away',
    { deaths: die(9, 'platform.interrupted'), alive: [], tolerance: bears(3) },
    false,
  ],
  ['tasks that somebody stopped', { deaths: die(9, 'user.stopped'), alive: [], tolerance: bears(3) }, false],
  [
    'causes of one count do not add up',
    { deaths: [...die(2, 'image.missing'), ...die(2, 'log.group')], alive: [], tolerance: bears(3) },
    false,
  ],
  [
    'a threshold of one is not taken at its word',
    { deaths: die(1, 'container.exit', exits), alive: [], tolerance: bears(1) },
    false,
  ],
  ['nobody died', { deaths: [], alive: [], tolerance: bears(3) }, false],
  [
    'what was written overrides: fewer',
    { written: 2, deaths: die(2, 'network.registry'), alive: [], tolerance: bears(25) },
    true,
  ],
  [
    'what was written overrides: more',
    { written: 8, deaths: die(7, 'image.missing'), alive: [], tolerance: bears(3) },
    false,
  ],
  [
    'what was written counts over healthy tasks',
    { written: 3, deaths: die(3, 'elb.unhealthy', { at: 100 }), alive: [alive(150, 'HEALTHY')], tolerance: bears(3) },
    true,
  ],
  ['0: never', { written: 0, deaths: die(99, 'image.missing'), alive: [], tolerance: bears(3) }, false],
];

test.each(rows)('%s', (_, ...[{ written = null, ...input }, expected]) => {
  expect(failsFast({ written, ...input }) !== null).toBe(expected);
});

test('the cause that counts is named', () => {
  const deaths = [...die(1, 'log.group'), ...die(3, 'elb.unhealthy', { at: 50 })];
  expect(failsFast({ written: null, tolerance: bears(3), deaths, alive: [] })?.class).toBe('elb.unhealthy');
});
