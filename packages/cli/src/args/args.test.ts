import { isDeployError } from '@funade/core';
import { expect, test } from 'vitest';
import { parseArgs } from './args.ts';

test('plan with everything', () => {
  const typed =
    'plan production --tag v1.2.0 --service api,web --service worker --config a.ts --out plan.json --json --no-color';
  expect(parseArgs([...typed.split(' '), '--allow-dirty', '--allow-downgrade', '--adopt-image', '--force'])).toEqual({
    command: 'plan',
    options: {
      environment: 'production',
      tag: 'v1.2.0',
      services: ['api', 'web', 'worker'],
      config: 'a.ts',
      out: 'plan.json',
      json: true,
      markdown: false,
      color: false,
      allow: { dirty: true, downgrade: true, adoptImage: true, force: true },
    },
  });
});

test('plan as Markdown', () => {
  expect(parseArgs(['plan', 'staging', '--markdown'])).toMatchObject({ options: { json: false, markdown: true } });
});

test('deploy with nothing', () => {
  expect(parseArgs(['deploy', 'staging'])).toEqual({
    command: 'deploy',
    options: {
      environment: 'staging',
      tag: null,
      services: [],
      config: null,
      out: null,
      json: false,
      color: true,
      allow: { dirty: false, downgrade: false, adoptImage: false, force: false },
      reporter: 'auto',
      concurrency: null,
      yes: false,
    },
  });
});

test('apply', () => {
  expect(parseArgs(['apply', 'plan.json', '--yes', '--concurrency', '4', '--reporter', 'json'])).toEqual({
    command: 'apply',
    options: { plan: 'plan.json', config: null, json: false, color: true, reporter: 'json', concurrency: 4, yes: true },
  });
});

test('status', () => {
  expect(parseArgs(['status', 'staging', '--service', 'api', '--json'])).toEqual({
    command: 'status',
    options: { environment: 'staging', services: ['api'], config: null, json: true, color: true },
  });
});

test.each(['watch', 'continue', 'abort'])('%s', (command) => {
  expect(parseArgs([command, 'staging', '--yes', '--reporter', 'lines'])).toEqual({
    command,
    options: {
      environment: 'staging',
      services: [],
      config: null,
      json: false,
      color: true,
      reporter: 'lines',
      concurrency: null,
      yes: true,
    },
  });
});

test('sandbox', () => {
  expect(parseArgs(['sandbox', '--seed', 'seed.json', '--port', '4566', '--speed', '20', '--json'])).toEqual({
    command: 'sandbox',
    options: { seed: 'seed.json', port: 4566, speed: 20, json: true, color: true },
  });
});

test.each([['sandbox token --sub a --aud b --json'], ['sandbox --json token --sub a --aud b']])('%s', (typed) => {
  expect(parseArgs(typed.split(' '))).toEqual({
    command: 'sandbox-token',
    options: { sub: 'a', aud: 'b', expiresIn: null, endpoint: null, json: true, color: true },
  });
});

test.each([
  ['--version', { command: 'version' }],
  ['-V', { command: 'version' }],
])('%s', (typed, invocation) => expect(parseArgs([typed])).toEqual(invocation));

test.each(['--help', 'help', 'plan --help', 'help deploy', 'sandbox token --help'])('%s is help', (typed) => {
  const invocation = parseArgs(typed.split(' '), 80);
  expect(invocation.command).toBe('help');
  if (invocation.command === 'help') expect(invocation.text).toMatchSnapshot();
});

test.each([
  ['', 'no command was given', 'see `funade --help`'],
  ['depoly production', "unknown command 'depoly'", 'did you mean deploy?'],
  ['frobnicate', "unknown command 'frobnicate'", 'see `funade --help`'],
  ['plan production --tga v1', "unknown option '--tga'", 'did you mean --tag?'],
  ['plan a --json --markdown', "option '--markdown' cannot be used with option '--json'", 'see `funade --help`'],
  ['plan', "missing required argument 'environment'", 'see `funade --help`'],
  ['plan a b', "too many arguments for 'plan'. Expected 1 argument but got 2: a, b", 'see `funade --help`'],
  ['plan a --tag', "option '--tag <git tag>' argument missing", 'see `funade --help`'],
  ['plan a --service ,', "option '--service <names>' argument ',' is invalid. it names nothing", 'see `funade --help`'],
  [
    'deploy a --concurrency 0',
    "option '--concurrency <n>' argument '0' is invalid. it must be a whole number from 1",
    'see `funade --help`',
  ],
  [
    'deploy a --reporter jsn',
    "option '--reporter <name>' argument 'jsn' is invalid. Allowed choices are auto, list, lines, json",
    'see `funade --help`',
  ],
  ['sandbox tokn', "unknown command 'sandbox tokn'", 'did you mean `sandbox token`?'],
  [
    'sandbox --port 70000',
    "option '--port <n>' argument '70000' is invalid. it must be 0 to 65535",
    'see `funade --help`',
  ],
  [
    'sandbox --speed 0',
    "option '--speed <x>' argument '0' is invalid. it must be a number above 0",
    'see `funade --help`',
  ],
  ['sandbox token --sub a', "required option '--aud <audience>' not specified", 'see `funade --help`'],
])('`%s` can not be read', (typed, message, hint) => {
  let thrown: unknown;
  try {
    parseArgs(typed === '' ? [] : typed.split(' '));
  } catch (error) {
    thrown = error;
  }
  expect(isDeployError(thrown) && [thrown.code, thrown.category, thrown.message, thrown.hint]).toEqual([
    'USAGE',
    'usage',
    message,
    hint,
  ]);
});
