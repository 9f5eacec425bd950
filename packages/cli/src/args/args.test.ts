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
      overrides: [],
      changedSince: null,
      config: 'a.ts',
      out: 'plan.json',
      json: true,
      trace: null,
      markdown: false,
      revisions: null,
      prune: null,
      color: false,
      allow: { dirty: true, downgrade: true, adoptImage: true, force: true },
      until: null,
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
      overrides: [],
      changedSince: null,
      config: null,
      revisions: null,
      out: null,
      json: false,
      trace: null,
      color: true,
      allow: { dirty: false, downgrade: false, adoptImage: false, force: false },
      reporter: 'auto',
      concurrency: null,
      yes: false,
      quiet: false,
      until: null,
    },
  });
});

test.each([
  [['deploy', 'staging', '--wait-until', 'bake-time'], 'bake-time'],
  [['deploy', 'staging', '--no-wait'], 'started'],
  [['plan', 'staging', '--wait-until', 'paused'], 'paused'],
  [['rollback', 'staging', '--no-wait'], 'started'],
  [['watch', 'staging', '--wait-until', 'BAKE_TIME'], 'BAKE_TIME'],
  [['continue', 'staging', '--wait-until', 'paused'], 'paused'],
])('%j waits until %s', (argv, until) => expect(parseArgs(argv)).toMatchObject({ options: { until } }));

test('two words for how far to wait are one too many', () => {
  expect(() => parseArgs(['deploy', 'staging', '--no-wait', '--wait-until', 'paused'])).toThrow(/--no-wait/);
  expect(() => parseArgs(['abort', 'staging', '--no-wait'])).toThrow("unknown option '--no-wait'");
});

test('apply', () => {
  expect(parseArgs(['apply', 'plan.json', '--yes', '--concurrency', '4', '--reporter', 'json'])).toEqual({
    command: 'apply',
    options: {
      plan: 'plan.json',
      config: null,
      json: false,
      trace: null,
      color: true,
      reporter: 'json',
      concurrency: 4,
      yes: true,
      quiet: false,
    },
  });
});

test('status', () => {
  expect(parseArgs(['status', 'staging', '--service', 'api', '--json'])).toEqual({
    command: 'status',
    options: {
      environment: 'staging',
      services: ['api'],
      config: null,
      json: true,
      trace: null,
      color: true,
      watch: false,
    },
  });
  expect(parseArgs(['status', '--watch'])).toMatchObject({ options: { environment: null, watch: true } });
});

test.each([
  [['history', 'staging', '--service', 'api,web', '--limit', '3'], { services: ['api', 'web'], limit: 3 }],
  [['history', 'staging', '--json'], { services: [], limit: 10, json: true }],
])('%j', (argv, options) => {
  expect(parseArgs(argv)).toEqual({
    command: 'history',
    options: { environment: 'staging', config: null, json: false, trace: null, color: true, ...options },
  });
});

test('rollback', () => {
  expect(parseArgs(['rollback', 'staging', '--to', 'v1.0.0', '--out', 'back.json', '--yes'])).toMatchObject({
    command: 'rollback',
    options: {
      environment: 'staging',
      revisions: { intent: 'rollback', to: 'v1.0.0', each: {} },
      out: 'back.json',
      yes: true,
      reporter: 'auto',
    },
  });
  expect(parseArgs(['rollback', 'staging'])).toMatchObject({ options: { revisions: { to: null }, out: null } });
});

test.each(['rollback', 'deploy', 'plan'])('%s refuses an empty --to', (command) => {
  expect(() => parseArgs([command, 'staging', '--to', ' '])).toThrow('must be a version or a revision');
});

test.each([
  [['deploy', 'staging'], null],
  [['deploy', 'staging', '--to', 'v1.0.0'], { intent: 'deploy', to: 'v1.0.0', each: {} }],
  [
    ['deploy', 'staging', '--revision', 'api=12,web=shop-web:7', '--revision', 'job=3'],
    { intent: 'deploy', to: null, each: { api: '12', web: 'shop-web:7', job: '3' } },
  ],
  [['plan', 'staging', '--to', 'v1.0.0'], { intent: 'deploy', to: 'v1.0.0', each: {} }],
  [['plan', 'staging', '--rollback'], { intent: 'rollback', to: null, each: {} }],
  [['plan', 'staging', '--rollback', '--to', 'v1.0.0'], { intent: 'rollback', to: 'v1.0.0', each: {} }],
])('%j deploys %j', (argv, revisions) => expect(parseArgs(argv)).toMatchObject({ options: { revisions } }));

test.each([
  ['deploy staging --to v1 --tag v1', /cannot be used with/],
  ['deploy staging --to v1 --revision api=1', /cannot be used with/],
  ['deploy staging --revision api=1 --service api', /cannot be used with/],
  ['deploy staging --revision api', /such as api=12/],
  ['deploy staging --revision api=v1', /such as api=12/],
  ['plan staging --rollback --revision api=1', /cannot be used with/],
  ['plan staging --rollback --tag v1', /cannot be used with/],
])('%s is refused', (typed, message) => expect(() => parseArgs(typed.split(' '))).toThrow(message));

test.each([
  [['prune', 'staging'], { keep: 10, images: false, deleteInactive: false }],
  [
    ['prune', 'staging', '--keep', '3', '--images', '--delete-inactive', '--yes'],
    { keep: 3, images: true, deleteInactive: true },
  ],
  [['plan', 'staging', '--prune', '--keep', '5'], { keep: 5, images: false, deleteInactive: false }],
])('%j prunes %j', (argv, prune) => expect(parseArgs(argv)).toMatchObject({ options: { prune } }));

test.each(['watch', 'continue', 'abort'])('%s', (command) => {
  expect(parseArgs([command, 'staging', '--yes', '--reporter', 'lines'])).toEqual({
    command,
    options: {
      environment: 'staging',
      services: [],
      config: null,
      json: false,
      trace: null,
      color: true,
      reporter: 'lines',
      concurrency: null,
      yes: true,
      quiet: false,
      until: null,
    },
  });
});

test('sandbox', () => {
  expect(parseArgs(['sandbox', '--seed', 'seed.json', '--port', '4566', '--speed', '20', '--json'])).toEqual({
    command: 'sandbox',
    options: {
      seed: 'seed.json',
      environments: [],
      config: null,
      behave: [],
      writeSeed: null,
      port: 4566,
      speed: 20,
      json: true,
      trace: null,
      color: true,
    },
  });
});

test.each([['sandbox token --sub a --aud b --json'], ['sandbox --json token --sub a --aud b']])('%s', (typed) => {
  expect(parseArgs(typed.split(' '))).toEqual({
    command: 'sandbox-token',
    options: { sub: 'a', aud: 'b', expiresIn: null, endpoint: null, json: true, trace: null, color: true },
  });
});

test.each([
  ['--version', { command: 'version' }],
  ['-V', { command: 'version' }],
])('%s', (typed, invocation) => expect(parseArgs([typed])).toEqual(invocation));

test.each(['--help', 'help', 'plan --help', 'help deploy', 'sandbox token --help'])('%s is help', (typed) => {
  const invocation = parseArgs(typed.split(' '), { columns: 80 });
  expect(invocation.command).toBe('help');
  if (invocation.command === 'help') expect(invocation.text).toMatchSnapshot();
});

test('a short option means one long one, in every command that has it', () => {
  const helpOf = (typed: string): string => {
    const invocation = parseArgs(`${typed} --help`.trim().split(' '), { columns: 110 });
    return invocation.command === 'help' ? invocation.text : '';
  };
  const commands = [...helpOf('').matchAll(/^ {2}([a-z]+) /gm)].flatMap(([, name]) => name ?? []);
  const helps = ['', 'sandbox token', ...commands.filter((name) => name !== 'help')].map(helpOf).join('\n');
  const written = [...helps.matchAll(/^ {2}(?:(-\w), )?(--[\w-]+)/gm)].map(
    ([, short = '', long]) => `${long} ${short}`,
  );
  const pairs = [...new Set(written)];
  expect(pairs).toEqual(expect.arrayContaining(['--help -h', '--quiet -q', '--version -V', '--yes -y']));
  const longOfShorts = pairs.filter((pair) => / -/.test(pair)).map((pair) => pair.split(' '));
  expect(new Set(longOfShorts.map(([, short]) => short)).size).toBe(longOfShorts.length);
  // A command that has one of them has both.
  expect(longOfShorts.filter(([long]) => pairs.includes(`${long} `))).toEqual([]);
});

test.each([
  ['', 'no command was given', 'see `funade --help`'],
  ['depoly production', "unknown command 'depoly'", 'did you mean deploy?'],
  ['frobnicate', "unknown command 'frobnicate'", 'see `funade --help`'],
  [
    'rollback production --revision api=1',
    "unknown option '--revision'",
    'did you mean --to? --revision is an option of plan, deploy and run',
  ],
  [
    'rollback production --revision=api=1',
    "unknown option '--revision=api=1'",
    'did you mean --to? --revision is an option of plan, deploy and run',
  ],
  ['apply plan.json --limit 3', "unknown option '--limit'", '--limit is an option of history and events'],
  ['watch staging --tag v1', "unknown option '--tag'", '--tag is an option of plan, diff, render, verify and others'],
  ['plan production --keep 1', "option '--keep' belongs to --prune", 'funade plan production --prune --keep 1'],
  ['plan production --images', "option '--images' belongs to --prune", 'funade plan production --prune --images'],
  [
    'plan production --delete-inactive',
    "option '--delete-inactive' belongs to --prune",
    'funade plan production --prune --delete-inactive',
  ],
  ['plan production --tga v1', "unknown option '--tga'", 'did you mean --tag?'],
  ['plan a --json --markdown', "option '--markdown' cannot be used with option '--json'", 'see `funade plan --help`'],
  ['plan', "missing required argument 'environment'", 'see `funade plan --help`'],
  ['plan a b', "too many arguments for 'plan'. Expected 1 argument but got 2: a, b", 'see `funade plan --help`'],
  ['plan a --tag', "option '--tag <git tag>' argument missing", 'see `funade plan --help`'],
  [
    'plan a --service ,',
    "option '--service <names>' argument ',' is invalid. it lists no names",
    'see `funade plan --help`',
  ],
  [
    'deploy a --concurrency 0',
    "option '--concurrency <n>' argument '0' is invalid. it must be a whole number of at least 1",
    'see `funade deploy --help`',
  ],
  [
    'deploy a --reporter jsn',
    "option '--reporter <name>' argument 'jsn' is invalid. Allowed choices are auto, list, lines, json",
    'see `funade deploy --help`',
  ],
  ['sandbox tokn', "unknown command 'sandbox tokn'", 'did you mean `sandbox token`?'],
  [
    'sandbox --port 70000',
    "option '--port <n>' argument '70000' is invalid. it must be from 0 to 65535",
    'see `funade sandbox --help`',
  ],
  [
    'sandbox --speed 0',
    "option '--speed <x>' argument '0' is invalid. it must be a number above 0",
    'see `funade sandbox --help`',
  ],
  ['sandbox token --sub a', "required option '--aud <audience>' not specified", 'see `funade sandbox token --help`'],
])('`%s` cannot be read', (typed, message, hint) => {
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

test.each<[env: Record<string, string>, typed: string, options: object]>([
  [{ FUNADE_TAG: 'v1.0.0', FUNADE_SERVICE: 'api,web' }, 'plan production', { tag: 'v1.0.0', services: ['api', 'web'] }],
  [
    { FUNADE_TAG: 'v1.0.0', FUNADE_SERVICE: 'api' },
    'plan production --tag v2 --service web',
    { tag: 'v2', services: ['web'] },
  ],
  [
    { FUNADE_YES: '1', FUNADE_CONCURRENCY: '3', FUNADE_REPORTER: 'lines' },
    'deploy production',
    { yes: true, concurrency: 3, reporter: 'lines' },
  ],
  [
    { FUNADE_YES: '0', FUNADE_QUIET: '', FUNADE_NO_COLOR: 'true' },
    'deploy production',
    { yes: false, quiet: false, color: false },
  ],
  [
    { FUNADE_ALLOW_DIRTY: 'yes', FUNADE_FORCE: 'on' },
    'plan production',
    { allow: { dirty: true, downgrade: false, adoptImage: false, force: true } },
  ],
  [{ FUNADE_JSON: '1' }, 'plan production --markdown', { json: false, markdown: true }],
  [{ FUNADE_PORT: '8080', FUNADE_SPEED: '10' }, 'sandbox', { port: 8080, speed: 10 }],
  [{ FUNADE_SUB: 's', FUNADE_AUD: 'a' }, 'sandbox token', { sub: 's', aud: 'a' }],
  [{ FUNADE_DEBUG: '1' }, 'status production', { trace: 'bodies' }],
  [{}, 'deploy production -y -q --verbose', { yes: true, quiet: true, trace: 'calls' }],
])('with the variables %j, `%s` means %j', (env, typed, options) => {
  expect(parseArgs(typed.split(' '), { env })).toMatchObject({ options });
});

test.each([
  [{ FUNADE_CONCURRENCY: 'many' }, 'FUNADE_CONCURRENCY is "many"', 'it must be a whole number of at least 1'],
  [{ FUNADE_YES: 'maybe' }, 'FUNADE_YES is "maybe"', 'it must be 1 or 0'],
  [{ FUNADE_REPORTER: 'loud' }, 'FUNADE_REPORTER is "loud"', 'it must be one of auto, list, lines, json'],
])('the variables %j do not fit', (env, message, hint) => {
  expect(() => parseArgs(['deploy', 'production'], { env })).toThrow(
    expect.objectContaining({ code: 'USAGE', message, hint }),
  );
});
