import { expect, test } from 'vitest';
import type { ServiceDeploymentView, TrafficShift } from '../model/service-deployment.ts';
import { stageEnd, trafficText } from './stage-end.ts';

const shift: TrafficShift = {
  strategy: 'LINEAR',
  production: 100,
  test: 100,
  bakeMinutes: 30,
  stepMinutes: 6,
  updatedAt: 1_000,
};
type Case = readonly [string, Pick<ServiceDeploymentView, 'stage' | 'shift'>, number | null];

test.each<Case>([
  ['a bake time', { stage: 'BAKE_TIME', shift }, 1_801_000],
  ['no bake time', { stage: 'BAKE_TIME', shift: { ...shift, bakeMinutes: 0 } }, null],
  ['a share of the traffic', { stage: 'PRODUCTION_TRAFFIC_SHIFT', shift: { ...shift, production: 10 } }, 361_000],
  ['no share yet', { stage: 'PRODUCTION_TRAFFIC_SHIFT', shift: { ...shift, production: 0 } }, null],
  ['all of the traffic', { stage: 'PRODUCTION_TRAFFIC_SHIFT', shift }, null],
  ['another stage', { stage: 'SCALE_UP', shift }, null],
  ['a deployment that does not say when', { stage: 'BAKE_TIME', shift: { ...shift, updatedAt: null } }, null],
  ['an end that should have come', { stage: 'BAKE_TIME', shift: { ...shift, updatedAt: -2_000_000 } }, null],
  ['a rolling update', { stage: null, shift: null }, null],
])('%s', (_, seen, end) => expect(stageEnd(seen, 2_000)).toBe(end));

test.each<[TrafficShift | null, string]>([
  [null, ''],
  [{ ...shift, production: 0, test: 0 }, ''],
  [{ ...shift, production: null, test: null }, ''],
  [{ ...shift, production: 0 }, 'test traffic 100% new'],
  [{ ...shift, production: 10 }, 'traffic 10% new'],
])('%j is told as %j', (given, text) => expect(trafficText(given)).toBe(text));
