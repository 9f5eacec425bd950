import { expect, test } from 'vitest';
import { convertPlugins, functionsIn } from './convert-plugins.ts';
import { openCarrier, parseTemplate } from './template-document.ts';
import { openUses } from './template-uses.ts';

const convert = (plugins: string, folder = 'ecs') => {
  const parsed = parseTemplate('a.yml', `plugins:\n${plugins}`);
  if (!parsed.ok) throw new Error(parsed.problem);
  const carrier = openCarrier(parsed.document, { functions: functionsIn(parsed.document), uses: openUses() });
  const settings = convertPlugins(carrier, folder);
  const left = carrier.ledger.close(() => ({ reason: 'unread' }));
  return {
    settings,
    functions: functionsIn(parsed.document),
    left: left.map(({ what, reason }) => `${what}: ${reason}`),
  };
};
const tfstate = (place: string): string => `  - name: tfstate\n    config:\n      url: ${place}\n`;

test.each<[string, object]>([
  ['s3://states/shop/a.tfstate', { s3: { bucket: 'states', key: 'shop/a.tfstate' } }],
  ['s3://{{ must_env `AWS_ACCOUNT_ID` }}-states/a', { s3: { bucket: '{{environment.account}}-states', key: 'a' } }],
  ['../infra/a.tfstate', { file: 'infra/a.tfstate' }],
  ['file:///infra/a.tfstate', { file: '/infra/a.tfstate' }],
])('the state %s is %j', (place, settings) => {
  expect(convert(tfstate(place))).toMatchObject({ settings: { terraformState: settings }, left: [] });
});

test.each([
  ['remote://app.terraform.io/a/b', 'plugin tfstate: a state is read from a file or from S3'],
  [
    's3://{{ must_env `BUCKET` }}/a',
    'plugin tfstate: where a state is cannot be looked up: it may name the environment, its account and its region',
  ],
])('the state %s is left out, and so is what it is asked for', (place, reason) => {
  const { settings, functions, left } = convert(tfstate(place));
  expect([settings, functions.tfstate, left]).toEqual([{}, null, [reason]]);
});

test('functions have the prefix of their plugin, and a second state is left out', () => {
  const second = tfstate('b').replace('config:', 'func_prefix: b_\n    config:');
  const { functions, left } = convert(
    `${tfstate('a')}${second}  - name: ssm\n    func_prefix: p_\n  - name: external\n`,
  );
  expect([functions.tfstate, functions.b_tfstate, functions.p_ssm]).toEqual(['tfstate', null, 'ssm']);
  expect(left).toEqual([
    'plugin tfstate: a config looks up one Terraform state',
    'plugin external: Funade has no such lookup',
  ]);
});
