import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Afterwards, type End, killed, unkilled } from './kill.ts';
import { killCases } from './kill-cases.ts';

const slow = { timeout: 300_000 };

/** The plan whose every moment is tried; of each other four for each property, unless every moment is asked for. */
const throughout = 'one service';
const all = process.env.FUNADE_TEST_ALL !== undefined;
const drawn = 4;

/**
 * The moments to kill in, by their index. Those of a plan of which not all are tried lie evenly apart, and begin elsewhere in
 * each plan and for each property, so that together they come to every kind of moment.
 */
function momentsOf(name: string, told: readonly string[], { moments, from }: Moments): readonly number[] {
  const indexes = [...told.keys()].slice(0, -1);
  if (moments === 'all' && (all || name === throughout)) return indexes;
  // Between two lines of the same progress nothing is done.
  const turns = indexes.filter((index) => told[index] !== told[index - 1]);
  if (all || name === throughout) return turns;
  const stride = Math.ceil(turns.length / drawn);
  const begin = (Object.keys(killCases).indexOf(name) + from) % stride;
  return turns.filter((_, nth) => nth % stride === begin);
}

/** Which moments a property is tried in. */
interface Moments {
  readonly moments: 'all' | 'turns';
  /** Which of a plan's moments is the first one drawn. */
  readonly from: number;
}

/** Whether what somebody does afterwards leads to the same; a line for each moment where it does not. */
async function differing(
  name: string,
  how: Afterwards,
  { same, ...moments }: Moments & { readonly same: (end: End) => unknown },
): Promise<readonly string[]> {
  const each = killCases[name];
  if (each === undefined) throw new TypeError(`no case ${name}`);
  const { end, told } = await unkilled(each);
  expect(JSON.stringify(end.targets)).toContain(`"${each.outcome}"`);
  const wanted = JSON.stringify(same(end));
  const wrong: string[] = [];
  for (const index of momentsOf(name, told, moments)) {
    const found = await killed(each, index + 1, how).then(
      (after) => JSON.stringify(same(after)),
      (error: unknown) => String(error),
    );
    if (found !== wanted) wrong.push(`killed at moment ${index + 1} (${told[index]}): ${found} instead of ${wanted}`);
  }
  return wrong;
}

const whole = (end: End): End => end;

describe.each(Object.keys(killCases))('%s', (name) => {
  test('killed at any moment and resumed at once, it ends as without the kill', slow, async () => {
    expect(await differing(name, { by: 'resume', after: 0 }, { moments: 'all', from: 0, same: whole })).toEqual([]);
  });

  test('so it does when ECS has come to an end meanwhile', slow, async () => {
    expect(await differing(name, { by: 'resume', after: 3600 }, { moments: 'turns', from: 1, same: whole })).toEqual(
      [],
    );
  });

  test('so it does when the answer to each write was lost before', slow, async () => {
    const how = { by: 'resume', after: 0, deaf: true } as const;
    // What names what it acts on, or has a token, may be sent once more.
    const same = ({ targets, services, calls }: End): unknown => {
      const { RegisterTaskDefinition, UpdateService } = calls as Record<string, number>;
      return { targets, services, RegisterTaskDefinition, UpdateService };
    };
    expect(await differing(name, how, { moments: 'turns', from: 2, same })).toEqual([]);
  });
});

function withoutCounts(services: unknown): unknown {
  return (services as readonly (readonly unknown[])[]).map(([name, , ...deployments]) => [name, ...deployments]);
}

/** A deploy does not know what else was to be rolled back with what fails. */
const again = Object.keys(killCases).filter((name) => !name.includes('together') && !name.includes('forced'));

test.each(again)(
  '%s: killed at any moment and deployed again, the same runs in the end, registered once',
  slow,
  async (name) => {
    // What has failed is tried again, so that there may be one deployment more.
    const ends = killCases[name]?.outcome !== 'succeeded';
    const same = ({ services, calls }: End): unknown =>
      ends ? [withoutCounts(services), (calls as Record<string, number>).RegisterTaskDefinition] : [services, calls];
    expect(await differing(name, { by: 'deploy', after: 0 }, { moments: 'turns', from: 3, same })).toEqual([]);
  },
);

test('killed, resumed, killed again and resumed again, it ends as without the kills', slow, async () => {
  const names = Object.keys(killCases);
  const wholes = new Map<string, Awaited<ReturnType<typeof unkilled>>>();
  const kill = fc.record({
    name: fc.constantFrom(...names),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    again: fc.integer({ min: 1, max: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(kill, async ({ name, at, again }) => {
      const each = killCases[name];
      if (each === undefined) return;
      const { end, told } = wholes.get(name) ?? (await unkilled(each));
      wholes.set(name, { end, told });
      const moment = 1 + Math.floor(at * (told.length - 2));
      expect(await killed(each, moment, { by: 'resume', after: 0, again })).toEqual(end);
    }),
    { numRuns: all ? 40 : 12, seed: 11 },
  );
});
