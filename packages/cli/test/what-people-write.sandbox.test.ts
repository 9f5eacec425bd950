import { expect, test } from 'vitest';
import { caseConfig, makeCase } from './case-folder.ts';

const { web } = caseConfig.services;
const withDefinition = {
  ...caseConfig,
  services: { web: { ...web, ecs: { ...web.ecs, taskDefinition: 'td.json' } } },
};
const definition = {
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
};

test('status shows what runs, with an image whose tag is that of a release', async () => {
  await using project = await makeCase();
  const { code, out, err } = await project.funade('status prod');
  expect(err).toBe('');
  expect(out).toMatch(/^web +c\/web +web:1 .*v1\.0\.0.* steady$/m);
  expect(code).toBe(0);
});

test('a task definition of ecspresso is told once per name, with the form to write', async () => {
  await using project = await makeCase({
    'deploy.config.json': withDefinition,
    'td.json': {
      family: '{{ must_env `APP` }}',
      ...definition,
      containerDefinitions: [
        { name: 'app', image: '{{ must_env `IMAGE` }}', essential: true, command: ['{{ must_env `APP` }}'] },
      ],
    },
  });
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect(err.match(/\{\{must_env `\w+`\}\} is ecspresso's notation; write \{\{env "\w+"\}\}/g)).toEqual([
    '{{must_env `APP`}} is ecspresso\'s notation; write {{env "APP"}}',
    '{{must_env `IMAGE`}} is ecspresso\'s notation; write {{env "IMAGE"}}',
  ]);
  expect(err).toContain('with "APP" among the names of the plugin env');
  expect(err).not.toContain('Expecting');
  expect(code).toBe(2);
});

test('placeholders of another tool are told as what they may be', async () => {
  await using project = await makeCase({
    'deploy.config.json': withDefinition,
    'td.json': {
      family: '{{APP_NAME}}',
      ...definition,
      containerDefinitions: [{ name: 'app', image: '{{APP_NAME}}:{{ IMAGE_TAG }}', essential: true }],
    },
  });
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect(err.match(/is not a value; an environment variable is \{\{env "\w+"\}\}/g)).toHaveLength(2);
  expect(err.length).toBeLessThan(700);
  expect(code).toBe(2);
});

test.each<[scenario: string, files: Readonly<Record<string, unknown>>, says: RegExp]>([
  [
    'a comma too many in the config',
    { 'deploy.config.json': JSON.stringify(caseConfig, null, 1).replace(/\n\}$/, ',\n}') },
    /^error: syntax error in \S+deploy\.config\.json:\d+: there is a comma before a bracket, which JSON does not allow; .* \(CONFIG_SYNTAX\)\n {2}hint: [^\n]*\n$/,
  ],
  [
    'a config that is no JSON',
    { 'deploy.config.json': '{"a": 1, b }' },
    /^error: syntax error in \S+deploy\.config\.json:1:10: Expected[^\n]*\n {2}hint: [^\n]*\n$/,
  ],
  [
    'a comma too many in a task definition',
    { 'deploy.config.json': withDefinition, 'td.json': '{"family": "web",\n"cpu": "256",\n}' },
    /line 2 ends with a comma before a bracket, which JSON does not allow; remove it, or name the file td\.json5/,
  ],
  [
    'a misspelt region',
    {
      'deploy.config.json': { ...caseConfig, environments: { prod: { account: '111111111111', region: 'us-eest-1' } } },
    },
    /environments\.prod\.region: "us-eest-1" is not a region; did you mean "us-east-1"\?/,
  ],
  [
    'a misspelt cluster',
    { 'deploy.config.json': { ...caseConfig, services: { web: { ...web, ecs: { ...web.ecs, cluster: 'cc' } } } } },
    /there is no cluster "cc" in us-east-1 of account 111111111111 \(CLUSTER_NOT_FOUND\)\n {2}hint: set ecs\.cluster; did you mean "c"\?/,
  ],
  [
    'a misspelt service',
    { 'deploy.config.json': { ...caseConfig, services: { web: { ...web, ecs: { ...web.ecs, service: 'wbe' } } } } },
    /there is no service "wbe" in cluster "c" \(us-east-1 of account 111111111111\) \(SERVICE_NOT_FOUND\)\n {2}hint: set ecs\.service; did you mean "web"\?/,
  ],
])('%s is told so that it can be mended', async (_, files, says) => {
  await using project = await makeCase(files);
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect(err).toMatch(says);
  expect(code).toBe(2);
});

test('an identity token without a role to use it with is told so', async () => {
  await using project = await makeCase();
  const keys = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
  const { code, err } = await project.funade('plan prod --tag v2.0.0', {
    env: { ...keys, GITLAB_CI: 'true', AWS_ID_TOKEN: 'a.b.c' },
  });
  expect(err).toContain('environment "prod" has no role to assume with the identity token of GitLab');
  expect(err).toContain("hint: write the role under environments.prod: role: 'arn:aws:iam::111111111111:role/<name>'");
  expect(code).toBe(1);
});

test.each([
  ['account: process.env.SHOP_ACCOUNT', 'environments.prod.account: is required'],
  [
    `account: '111111111111', role: \`arn:aws:iam::\${process.env.SHOP_ACCOUNT}:role/x\``,
    'environments.prod.role: "arn:aws:iam::undefined:role/x"',
  ],
])('a variable that is not set is told where a config reads it: %s', async (environment, says) => {
  await using project = await makeCase();
  const rest = JSON.stringify({ ...caseConfig, environments: undefined }).slice(1);
  await project.write({
    'other.config.ts': `export default { environments: { prod: { region: 'us-east-1', ${environment} } }, ${rest};`,
  });
  const { code, err } = await project.funade('plan prod --tag v2.0.0 --config other.config.ts');
  expect(err).toContain(says);
  expect(err).toContain('hint: process.env.SHOP_ACCOUNT is not set, and the config reads it');
  expect(code).toBe(2);
});
