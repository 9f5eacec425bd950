import { expect, test } from 'vitest';
import type { Problem } from '../model/problem.ts';
import { checkLeaves, leafLookups, renderLeaves } from './render-leaves.ts';
import type { TemplateHelpers } from './template-helpers.ts';
import { sampleServiceScope, type TemplateScope } from './template-scope.ts';
import { loadTemplates } from './templates.ts';

const scope: TemplateScope = {
  project: { name: 'shop' },
  environment: { name: 'production', account: '222222222222', region: 'eu-west-1', role: null },
  service: { name: 'api' },
  release: {
    version: '1.2.3',
    tag: 'v1.2.3',
    branch: null,
    commit: 'abc',
    shortCommit: 'a',
    commitTime: 7,
    imageTag: 'v1.2.3',
  },
};

const render = async (document: unknown) => {
  const problems: Problem[] = [];
  const rendered = await renderLeaves(document, scope, { path: ['ecs'], problems });
  return { rendered, problems: problems.map(({ path, message }) => `${path.join('.')}: ${message}`) };
};

test.each([
  ['{{project}}', 'shop'],
  ['{{project.name}}', 'shop'],
  ['{{service}}-{{environment}}', 'api-production'],
  ['shop-{{environment.name}}', 'shop-production'],
  ['{{ release.version }}', '1.2.3'],
  ['{{{release.version}}}', '1.2.3'],
  ['{{release.commitTime}}', '7'],
  ['\\{{release.version}}', '{{release.version}}'],
  ['{{! a comment }}x', 'x'],
  ['{{upper service.name}}', 'API'],
  ['{{lower (upper service)}}', 'api'],
  ['{{default release.branch "none"}}', 'none'],
  ['{{default release.tag release.branch}}', 'v1.2.3'],
  ['{{#if release.branch}}b {{release.branch}}{{else}}t {{release.tag}}{{/if}}', 't v1.2.3'],
  ['{{#unless release.branch}}tag{{/unless}}', 'tag'],
  ['{{#if (eq environment.name "production")}}big{{else if release.branch}}x{{else}}small{{/if}}', 'big'],
  ['{{eq service.name "api"}}', 'true'],
  ['{{eq release.branch "main"}}', 'false'],
  ['{{concat "/" project "/" release.commitTime true}}', '/shop/7true'],
  ['"quotes" & <tags> \'{{project}}\'', '"quotes" & <tags> \'shop\''],
  ['no template }}', 'no template }}'],
])('%s is %s', async (text, expected) => expect(await render(text)).toEqual({ rendered: expected, problems: [] }));

test('only strings are rendered, wherever they stand, and keys are left alone', async () => {
  const document = { '{{project}}': ['{{project}}', 5, null, true, { deep: 'x{{project}}' }], pattern: /{{project}}/ };
  expect((await render(document)).rendered).toEqual({
    '{{project}}': ['shop', 5, null, true, { deep: 'xshop' }],
    pattern: /{{project}}/,
  });
});

test('a value cannot break the document it is put into', async () => {
  const values = { ...scope, release: { ...scope.release, tag: '"}, {"a": "b{{project}}' } };
  const rendered = await renderLeaves({ a: '{{release.tag}}' }, values, { path: [], problems: [] });
  expect(rendered).toEqual({ a: '"}, {"a": "b{{project}}' });
});

test('a document without templates is returned as it is', async () => {
  const document = Object.freeze({ a: ['b', 1] });
  expect((await render(document)).rendered).toBe(document);
});

test.each([
  [
    '{{release.verison}}',
    'there is no "release.verison"; did you mean "release.version"? available: release.version, release.tag, release.branch, release.commit, release.shortCommit, release.commitTime, release.imageTag',
  ],
  [
    '{{enviroment.name}}',
    'there is no "enviroment"; did you mean "environment"? available: project, environment, service, release',
  ],
  [
    '{{release}}',
    'there is no "release.name"; available: release.version, release.tag, release.branch, release.commit, release.shortCommit, release.commitTime, release.imageTag',
  ],
  [
    '{{project.name.length}}',
    'there is no "project.name.length"; did you mean "project.name"? available: project.name',
  ],
  ['{{project.constructor}}', 'there is no "project.constructor"; available: project.name'],
  ['{{constructor.constructor}}', 'there is no "constructor"; available: project, environment, service, release'],
  ['{{release.branch}}', 'release.branch has no value here'],
  ['{{lower release.branch}}', 'release.branch has no value here'],
  ['{{lower}}', 'lower takes 1 argument'],
  ['{{lower a="b"}}', 'lower takes 1 argument'],
  ['{{eq 1}}', 'eq takes 2 arguments'],
  ['{{env "HOME"}}', 'there is no helper "env"; available: concat, default, eq, lower, upper'],
  ['{{lookup release "tag"}}', 'there is no helper "lookup"; available: concat, default, eq, lower, upper'],
  ['{{uper service}}', 'there is no helper "uper"; did you mean "upper"? available: concat,'],
  ['{{concat}}', 'concat takes at least one argument'],
  ['{{lower (concat "a" b="c")}}', 'concat takes at least one argument'],
  ['{{"text"}}', 'a literal is used where a name is expected'],
  ['{{@root.project}}', '"@root.project" is not a name, such as environment.name'],
  ['{{../project}}', '"../project" is not a name, such as environment.name'],
  ['{{this}}', '"this" is not a name, such as environment.name'],
  ['{{> partial}}', 'partials and decorators are not allowed'],
  ['{{#> partial}}{{/partial}}', 'partials and decorators are not allowed'],
  ['{{* decorator}}', 'partials and decorators are not allowed'],
  ['{{#each release}}x{{/each}}', 'there is no block "#each"; available: #if, #unless'],
  ['{{#if}}x{{/if}}', '#if takes one argument'],
  ['{{#if release.tag as |x|}}x{{/if}}', 'a block cannot name its values with "as |…|"'],
  ['{{project', 'is not a valid template: Parse error on line 1: Expecting '],
  ['{{#if project}}x', 'is not a valid template: Parse error on line 1: Expecting '],
])('%s is told', async (text, message) => {
  const { rendered, problems } = await render(text);
  expect(rendered).toBe(text);
  expect(problems[0]).toContain(`ecs: ${JSON.stringify(text)}: ${message}`);
});

test('every problem of every leaf is told at once, each with its place', async () => {
  const { problems } = await render({ a: '{{x}}{{y}}', b: ['{{project}}', '{{z}}'] });
  expect(problems.map((line) => line.split(';')[0])).toEqual([
    'ecs.a: "{{x}}{{y}}": there is no "x"',
    'ecs.a: "{{x}}{{y}}": there is no "y"',
    'ecs.b.1: "{{z}}": there is no "z"',
  ]);
});

test('what is wrong with a template wherever it stands is told once, where it stands first', async () => {
  const { problems } = await render({ a: '{{HOME}}', b: ['{{HOME}}'], c: '{{x}}', d: '{{x}}' });
  expect(problems.map((line) => line.split(':')[0])).toEqual(['ecs.a', 'ecs.c', 'ecs.d']);
  expect(problems[0]).toMatch(/^ecs\.a: \{\{HOME\}\} is not a value; an environment variable is /);
});

test('a template is checked before there are values', async () => {
  const problems: Problem[] = [];
  await checkLeaves(['{{release.branch}}', '{{release.brunch}}'], sampleServiceScope, { path: [], problems });
  expect(problems.map(({ path }) => path)).toEqual([[1]]);
});

const looked: Readonly<Record<string, string>> = { HOME: '/home', '/shop/v1.2.3': 'blue' };
const helpers: TemplateHelpers = {
  env: {
    arity: 1,
    lookup: true,
    check: ([name]) => (name === 'PATH' ? 'PATH is not declared' : null),
    run: (name) => {
      const value = looked[String(name)];
      if (value === undefined) throw new Error(`${name} is not set`);
      return value;
    },
  },
};

test.each([
  ['{{env "HOME"}} {{upper (env "HOME")}}', [['HOME'], ['HOME']]],
  ['{{env (concat "/" project "/" (lower release.tag))}}', [['/shop/v1.2.3']]],
  ['{{#if release.branch}}{{env release.branch}}{{else}}{{env "A"}}{{/if}}', [['A']]],
  ['{{env (env "HOME")}}', [['HOME'], ['/home']]],
  ['{{env (env "LATER")}}', [['LATER']]],
  ['{{env "PATH"}}', []],
  ['{{env (concat "PA" "TH")}}', []],
  ['{{env release.verison}}', []],
  ['{{env', []],
])('the lookups of %s are %j', async (text, args) => {
  const templates = await loadTemplates({ helpers });
  const calls = leafLookups({ a: [text], b: 'x' }, scope, templates);
  expect(calls).toEqual(args.map((each) => ({ helper: 'env', args: each })));
});

test.each([
  ['{{env "HOME"}}', ['/home']],
  ['{{#if (eq (env "HOME") "/home")}}yes{{else}}{{env "LATER"}}{{/if}}', ['yes']],
  ['{{env "A"}}{{lower (env "B")}}{{env (env "C")}}', ['A is not set', 'B is not set', 'C is not set']],
  ['{{default (env "A") "fallback"}}', ['A is not set']],
  ['{{#if (env "A")}}x{{/if}}{{release.branch}}', ['A is not set', 'release.branch has no value here']],
  ['{{env "PATH"}}', ['PATH is not declared']],
  ['{{env release.branch}}', ['release.branch has no value here']],
  ['{{env "A" "B"}}', ['env takes 1 argument']],
])('%s comes to %j', async (text, expected) => {
  const rendered = (await loadTemplates({ helpers })).render(text, scope);
  expect(rendered.ok ? [rendered.text] : rendered.problems).toEqual(expected);
});

test('who calls the lookup of a plugin that is not listed is told which one', async () => {
  const templates = await loadTemplates({ offered: { ssm: 'ssm()' } });
  expect(templates.check('{{ssm "/a"}}', scope)).toEqual([
    'there is no helper "ssm"; the plugin ssm() provides it: list it in plugins',
  ]);
});
