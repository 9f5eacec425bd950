import { expect, test } from 'vitest';
import { parseOverride } from './parse-override.ts';

const services = ['api', 'api.v2', 'web'];

test.each([
  ['api.desiredCount=3', 'api', ['desiredCount'], [3, '3']],
  ['api.v2.desiredCount=3', 'api.v2', ['desiredCount'], [3, '3']],
  ['api.ecs.containers["my.app"].cpu=64', 'api', ['ecs', 'containers', 'my.app', 'cpu'], [64, '64']],
  ['api.ecs.containers["a=b"].cpu=64', 'api', ['ecs', 'containers', 'a=b', 'cpu'], [64, '64']],
  ['api["ecs"].loadBalancers[0].containerPort=80', 'api', ['ecs', 'loadBalancers', '0', 'containerPort'], [80, '80']],
  ['web.confirm=true', 'web', ['confirm'], [true, 'true']],
  ['web.wait=null', 'web', ['wait'], [null, 'null']],
  ['web.wait={"budget":"20m"}', 'web', ['wait'], [{ budget: '20m' }]],
  ['web.version=1.10', 'web', ['version'], ['1.10']],
  ['web.version=007', 'web', ['version'], ['007']],
  ['web.version=1e3', 'web', ['version'], ['1e3']],
  ['web.version="3"', 'web', ['version'], ['3', '"3"']],
  ['web.url=https://x/?a=b', 'web', ['url'], ['https://x/?a=b']],
  ['web.text=', 'web', ['text'], ['']],
])('%s', (...[text, service, path, values]) => {
  expect(parseOverride(text, services)).toEqual({ text, service, path, values });
});

test.each([
  ['api', 'OVERRIDE_UNREADABLE'],
  ['api=3', 'OVERRIDE_UNREADABLE'],
  ['=3', 'OVERRIDE_UNREADABLE'],
  ['.a=3', 'OVERRIDE_UNREADABLE'],
  ['apo.a=3', 'SERVICE_UNKNOWN'],
])('%s is refused with %s', (text, code) => {
  expect(() => parseOverride(text, services)).toThrow(expect.objectContaining({ code }));
});
