import type { Json, JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { type Finish, primaryBefore, type Race, race } from './race.ts';

/** Races of one test. */
const batch = 25;

/** What a step of a run returned. */
function outputOf({ events }: Finish, kind: string): JsonObject | null {
  const found = events.find((event) => event.type === 'step-succeeded' && event.step.startsWith(`${kind}:`));
  return found?.type === 'step-succeeded' ? (found.output as JsonObject) : null;
}

/** Ids of the deployments that a run knew of when it wrote: those it planned from, its own, and those it warned of. */
function noticed(finish: Finish): readonly string[] {
  const { services } = (finish.plan?.facts.ecs ?? {}) as { services?: Record<string, { deployment?: Json }> };
  const planned = Object.values(services ?? {}).map(({ deployment }) => String(deployment));
  const own = outputOf(finish, 'ecs.update-service')?.deploymentId;
  const warned = finish.events.flatMap((event) => (event.type === 'step-warned' ? [event.message] : []));
  return [...planned, ...(own === undefined ? [] : [String(own)]), ...warned];
}

/** What is wrong with how a race ended; empty when nothing is. */
function faults(result: Race): readonly string[] {
  const { finishes, deployments, somebody, disturbed } = result;
  const wrong: string[] = [];
  for (const finish of finishes) {
    if (finish.code === 'INTERNAL') wrong.push(`${finish.tag} ended with a fault of the engine`);
    if (finish.outcome !== 'succeeded') continue;
    const waited = String(outputOf(finish, 'ecs.wait-for-rollout')?.deploymentId);
    const status = deployments.find(({ id }) => id === waited)?.status;
    if (status !== 'SUCCESSFUL') wrong.push(`${finish.tag} succeeded, and its deployment ${waited} is ${status}`);
  }
  const hand = new Set(deployments.slice(0, 1).map(({ id }) => id));
  for (const { id, taskDefinition, release } of deployments) {
    // The first one and somebody's are not the runs'.
    if (hand.has(id) || taskDefinition.endsWith('/api:2')) continue;
    const before = primaryBefore(result, id);
    // What no run registered is what a run rolled back to.
    const known = finishes.filter(({ tag }) => release === null || tag === release).flatMap(noticed);
    if (before !== null && !known.some((text) => text.includes(before)))
      wrong.push(`${id} replaced ${before} unnoticed`);
  }
  const [one, other] = finishes;
  const alike = one?.tag === other?.tag && !somebody && !disturbed;
  if (alike && deployments.length > 2) wrong.push(`one release was rolled out ${deployments.length - 1} times`);
  return wrong;
}

/**
 * Registers tests that let two runs race at as many interleavings, by seed. Call it in a vitest file. `all`: as many when all
 * are asked for.
 */
export function raceTests(of: { readonly from: number; readonly races: number; readonly all: number }): void {
  const { from } = of;
  const races = process.env.FUNADE_TEST_ALL === undefined ? of.races : of.all;
  const reached = new Map<string, number>();
  const batches = Array.from({ length: races / batch }, (_, index) => [from + index * batch]);

  test.each(batches)(
    'two runs at once, from seed %i: no success of what does not run, and nothing replaced unnoticed',
    async (first) => {
      for (let seed = first; seed < first + batch; seed += 1) {
        const result = await race(seed);
        expect([seed, ...faults(result)]).toEqual([seed]);
        for (const name of result.finishes.flatMap(namesOf)) reached.set(name, (reached.get(name) ?? 0) + 1);
      }
    },
    60_000,
  );

  test('the races reached what they are about', () => {
    expect([...reached.keys()]).toEqual(expect.arrayContaining(aims));
  });
}

const aims = [
  'succeeded',
  'rolled-back (ROLLED_BACK)',
  'superseded (SUPERSEDED)',
  'failed (SERVICE_MOVED)',
  'failed (DEPLOYMENT_BUSY)',
  'refused (DOWNGRADE)',
  'joined',
  'told what was replaced',
];

/** How a run ended, and what else happened on the way. */
function namesOf(finish: Finish): readonly string[] {
  const { outcome, code } = finish;
  const joined = outputOf(finish, 'ecs.update-service')?.previousDeploymentId === null ? ['joined'] : [];
  const told = noticed(finish).some((text) => text.includes('was replaced by it')) ? ['told what was replaced'] : [];
  return [code === null ? outcome : `${outcome} (${code})`, ...joined, ...told];
}
