import { expect, test } from 'vitest';
import type { PastDeployment, TargetHistory } from '../model/history.ts';
import { chooseRevisions, ofSameRelease } from './choose-revisions.ts';

function deployment(service: string, number: number, more: Partial<PastDeployment> = {}): PastDeployment {
  return {
    id: `ecs-svc/${number}`,
    revision: `${service}:${number}`,
    release: `v1.${number}.0`,
    step: null,
    commit: null,
    images: [],
    at: null,
    duration: null,
    end: 'succeeded',
    reason: null,
    registeredBy: null,
    run: null,
    primary: number === 2,
    lastStable: number === 1,
    ...more,
  };
}

function history(service: string, numbers: readonly number[], more: Partial<PastDeployment> = {}): TargetHistory {
  const deployments = numbers.map((number) => deployment(service, number, more));
  return { id: `${service}@production`, service, place: `shop/${service}`, note: null, deployments };
}

const api = history('api', [2, 1, 0]);
const web = history('web', [2]);

const revisionsOf = (...given: Parameters<typeof chooseRevisions>) => {
  const { chosen, kept } = chooseRevisions(...given);
  return [Object.fromEntries([...chosen].map(([id, { revision }]) => [id, revision])), kept];
};

test('a target that was not named and has nothing to go back to stays, and says why', () => {
  expect(revisionsOf([api, web], { to: null, all: true })).toEqual([
    { 'api@production': 'api:1' },
    { 'web@production': 'no deployment of web@production that succeeded before v1.2.0 is known' },
  ]);
  expect(revisionsOf([api, web], { to: 'v1.0.0', all: true })).toEqual([
    { 'api@production': 'api:0' },
    { 'web@production': 'no deployment of v1.0.0 to web@production is known' },
  ]);
});

test('one that was named is refused, and so are all where none has anything', () => {
  expect(() => chooseRevisions([api, web], { to: null, all: false })).toThrow(/web@production/);
  expect(() => chooseRevisions([web], { to: null, all: true })).toThrow(/web@production/);
  expect(revisionsOf([], { to: null, all: true })).toEqual([{}, {}]);
});

test('each target may have a revision of its own', () => {
  const to = { 'api@production': '0', 'web@production': 'web:2' } as const;
  expect(revisionsOf([api, web], { to, all: false })).toEqual([
    { 'api@production': 'api:0', 'web@production': 'web:2' },
    {},
  ]);
});

test.each<[string, TargetHistory, string | null]>([
  ['the same release', web, 'it runs v1.2.0, too, and is not part of this rollback'],
  [
    'the same commit',
    history('web', [2], { commit: 'c0ffee' }),
    'it runs v1.2.0, too, and is not part of this rollback',
  ],
  ['another release', history('web', [2], { release: 'v9' }), null],
  ['another commit', history('web', [2], { commit: 'beef' }), null],
  ['no release', history('web', [2], { release: null }), null],
  ['nothing', history('web', []), null],
])('another target of %s', (_, other, reason) => {
  const known = history('api', [2, 1], { commit: 'c0ffee' });
  expect(ofSameRelease([known], [other])).toEqual(reason === null ? {} : { 'web@production': reason });
});
