import { expect, test } from 'vitest';
import { type RollingCounts, rollingMove } from './rolling-move.ts';

const counts = (some: Partial<RollingCounts>): RollingCounts => ({
  desired: 2,
  minimumPercent: 100,
  maximumPercent: 200,
  fresh: 0,
  freshHealthy: 0,
  oldHealthy: 2,
  oldUnhealthy: 0,
  leaving: 0,
  ...some,
});

test.each<[string, Partial<RollingCounts>, object]>([
  ['all new tasks start at once where there is room', {}, { start: 2, stopOldHealthy: 0 }],
  ['old tasks stay until new ones are healthy', { fresh: 2 }, { start: 0, stopOldHealthy: 0 }],
  ['a healthy new task lets one old one go', { fresh: 2, freshHealthy: 1 }, { stopOldHealthy: 1 }],
  ['all healthy lets all old ones go', { fresh: 2, freshHealthy: 2 }, { stopOldHealthy: 2 }],
  ['maximum 150 of 2 leaves room for one', { maximumPercent: 150 }, { start: 1, stopOldHealthy: 0 }],
  [
    '50/100 of 4 stops two first',
    { desired: 4, oldHealthy: 4, minimumPercent: 50, maximumPercent: 100 },
    { start: 0, stopOldHealthy: 2 },
  ],
  [
    'a leaving task takes up room',
    { minimumPercent: 50, maximumPercent: 100, oldHealthy: 1, leaving: 1 },
    { start: 0, stopOldHealthy: 0 },
  ],
  [
    'room is used when the leaving task is gone',
    { minimumPercent: 50, maximumPercent: 100, oldHealthy: 1 },
    { start: 1 },
  ],
  ['unhealthy old tasks go at once', { oldHealthy: 1, oldUnhealthy: 1 }, { stopOldUnhealthy: 1 }],
  [
    'a lower desired count stops new tasks',
    { desired: 1, fresh: 2, freshHealthy: 2, oldHealthy: 0 },
    { stopFresh: 1, start: 0 },
  ],
  ['nothing desired stops everything', { desired: 0, oldHealthy: 2 }, { stopOldHealthy: 2, start: 0 }],
  [
    'one task at 50/150 can neither stop nor start',
    { desired: 1, oldHealthy: 1, minimumPercent: 50, maximumPercent: 150 },
    { start: 0, stopOldHealthy: 0, stuck: true },
  ],
  ['100/100 is stuck', { minimumPercent: 100, maximumPercent: 100 }, { stuck: true }],
])('%s', (_, given, expected) => {
  expect(rollingMove(Object.freeze(counts(given)))).toMatchObject({ stuck: false, ...expected });
});
