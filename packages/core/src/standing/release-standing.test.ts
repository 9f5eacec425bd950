import { expect, test } from 'vitest';
import type { DeploymentEnd, PastDeployment } from '../model/history.ts';
import { buildRelease } from '../testing/builders.ts';
import { releaseEnd } from './release-standing.ts';

const release = buildRelease();

function past(id: string, end: DeploymentEnd, commit: string | null = release.commit): PastDeployment {
  const name = commit === release.commit ? 'v1.2.0' : 'v1.1.0';
  const unknown = { step: null, images: [], at: null, duration: null, reason: null, registeredBy: null, run: null };
  return { id, end, commit, release: name, revision: `api:${id}`, ...unknown, primary: false, lastStable: false };
}

test.each<[string, readonly PastDeployment[], readonly [string | null, string | null]]>([
  ['nothing', [], [null, null]],
  ['another release', [past('1', 'failed', 'other')], [null, null]],
  ['one in progress', [past('2', 'in-progress'), past('1', 'succeeded', 'other')], [null, null]],
  ['one that is done', [past('2', 'succeeded')], [null, null]],
  ['one that failed', [past('2', 'failed')], ['failed', null]],
  ['one that was stopped', [past('2', 'stopped')], ['stopped', null]],
  ['one that was rolled back', [past('2', 'rolled-back')], ['rolled-back', null]],
  ['one that is being rolled back', [past('2', 'rolling-back')], ['rolled-back', null]],
  ['one that another one replaced', [past('3', 'in-progress', 'other'), past('2', 'superseded')], ['superseded', '3']],
  ['one that another one followed', [past('3', 'succeeded', 'other'), past('2', 'succeeded')], ['superseded', '3']],
  [
    'one after which another one was rolled back',
    [past('3', 'rolled-back', 'other'), past('2', 'succeeded')],
    [null, null],
  ],
  ['one that was tried again', [past('3', 'in-progress'), past('2', 'failed')], [null, null]],
])('of %s', (_, deployments, wanted) => {
  const end = releaseEnd({ id: 'api@production', service: 'api', place: 'shop/api', note: null, deployments }, release);
  expect([end?.outcome ?? null, end?.by?.id ?? null]).toEqual(wanted);
});
