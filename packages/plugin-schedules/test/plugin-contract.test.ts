import { type Artifact, type Json, ref } from '@funade/core';
import { buildRequest, pluginContract } from '@funade/core/testing';
import { schedulesPlugin } from '../src/plugin.ts';
import { arnOf, nightlySchedule, nightlyTarget } from './shop.ts';

const target = 'api@production' as const;
const options = { report: { rule: 'shop-nightly' }, weekly: { schedule: 'shop/nightly' } };
const { targets, ...request } = buildRequest([{ service: 'api', options: {} }]);
const asked = { ...request, targets: targets.map(({ id, service }) => ({ id, service, options })) };
const rule = { type: 'rule', name: 'shop-nightly', bus: 'default', expression: null, enabled: true, managedBy: null };
const facts = {
  entries: {
    [target]: {
      report: { ...rule, targets: [nightlyTarget()] },
      weekly: { type: 'schedule', group: 'shop', name: 'nightly', body: nightlySchedule() },
    },
  },
  left: { [target]: ['shop.production.api.gone'] },
  unlisted: true,
  running: { [`${target} report`]: 2 },
} as Json;
const revision = (changed: boolean): Artifact => ({
  type: 'revision',
  target,
  family: 'api',
  taskDefinition: changed ? ref<string>('ecs.register:api', 'taskDefinitionArn') : arnOf('api:1'),
  running: arnOf('api:1'),
  changed,
});

pluginContract(schedulesPlugin, [
  { name: 'a new revision', request: asked, facts, upstream: [revision(true)] },
  { name: 'nothing new', request: asked, facts, upstream: [revision(false)] },
]);
