// biome-ignore-all lint/suspicious/noTemplateCurlyInString: manifests look like templates of this language
import { expect, test } from 'vitest';
import { changedLines, isListed, linesIn } from '../../test/each-line.ts';
import type { FoundProject } from '../model/found-project.ts';
import { parseSource, type SourceDocument } from '../text/source-document.ts';
import { renderProject } from '../write/render-project.ts';
import { convertCopilot } from './convert-copilot.ts';
import type { CopilotApplication, CopilotLive } from './model.ts';

const texts = {
  'copilot/api/manifest.yml': `name: api
type: Load Balanced Web Service
image:
  build:
    dockerfile: ./services/api/Dockerfile
    context: ./services
    args:
      STAGE: \${COPILOT_ENVIRONMENT_NAME}
    cache_from:
      - x:cache
  port: 8080
http:
  path: '/'
  healthcheck: /healthz
platform: linux/arm64
cpu: 256
memory: 512
count:
  range: 1-10
  cpu_percentage: 70
exec: true
storage:
  ephemeral: 30
variables:
  LOG_LEVEL: info
  TABLE:
    from_cfn: \${COPILOT_APPLICATION_NAME}-table
  OWNER: \${OWNER}
env_file: ./api.env
secrets:
  TOKEN: /copilot/shop/\${COPILOT_ENVIRONMENT_NAME}/secrets/TOKEN
  DB:
    secretsmanager: shop/db
  ODD:
    else: x
sidecars:
  nginx:
    image: nginx:1
environments:
  prod:
    count: 4
    variables:
      LOG_LEVEL: warn
a_new_key: 1
`,
  'copilot/worker/manifest.yml': `name: worker
type: Worker Service
image:
  location: 222222222222.dkr.ecr.eu-west-1.amazonaws.com/tools/worker:v7
subscribe:
  topics:
    - name: orders
      service: api
`,
  'copilot/report/manifest.yml': `name: report
type: Scheduled Job
image:
  build: ./report/Dockerfile
on:
  schedule: "@daily"
`,
  'copilot/environments/test/manifest.yml': `name: test
type: Environment
network:
  vpc:
    cidr: 10.0.0.0/16
`,
  'copilot/pipelines/shop/manifest.yml': `name: shop
version: 1
source:
  provider: GitHub
  properties:
    branch: trunk
    repository: https://github.com/a/b
stages:
  - name: test
    test_commands:
      - make test
  - name: prod
    requires_approval: true
`,
} as const;

type Texts = Readonly<Record<keyof typeof texts, string>>;

const live: CopilotLive = {
  looked: true,
  environments: new Map(
    (['test', 'prod'] as const).map((name) => [
      name,
      {
        account: name === 'test' ? '111111111111' : '222222222222',
        region: 'eu-west-1',
        cluster: `shop-${name}-Cluster-A1`,
        services: new Map([
          ['api', `shop-${name}-api-Service-B2`],
          ...(name === 'test' ? ([['worker', 'shop-test-worker-Service-C3']] as const) : []),
        ]),
      },
    ]),
  ),
};

const read = (file: keyof typeof texts, text: string): SourceDocument => {
  const parsed = parseSource(file, text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.document;
};

const convert = (changes: Partial<Texts> = {}, found: CopilotLive = live): FoundProject => {
  const all = { ...texts, ...changes };
  const of = (...files: readonly (keyof typeof texts)[]) => files.map((file) => read(file, all[file]));
  const application: CopilotApplication = {
    name: 'shop',
    folder: 'copilot',
    workloads: of('copilot/api/manifest.yml', 'copilot/worker/manifest.yml', 'copilot/report/manifest.yml'),
    environments: of('copilot/environments/test/manifest.yml'),
    pipelines: of('copilot/pipelines/shop/manifest.yml'),
    others: [
      'copilot/api/addons/table.yml',
      'copilot/api/overrides/cfn.patches.yml',
      'copilot/pipelines/shop/buildspec.yml',
    ],
  };
  return convertCopilot(application, found, {
    project: 'shop',
    environment: null,
    account: null,
    region: null,
    role: null,
  });
};

const listed = (project: FoundProject): string =>
  project.left
    .map(({ place, what, reason, instead }) =>
      [`${place}: ${what}: ${reason}`, ...(instead === undefined ? [] : [`  ${instead}`])].join('\n'),
    )
    .join('\n');

test('an application becomes a config', () => {
  expect(renderProject(convert())[0]?.text).toMatchSnapshot();
});

test('what is not carried over is listed with its line and the reason', () => {
  expect(listed(convert())).toMatchSnapshot();
});

test('without credentials the cluster is looked up by a template, and the name of the service is to be filled in', () => {
  const project = convert({}, { looked: false, reason: 'no credentials are found' });
  expect(project.services.api?.environments.test?.ecs).toMatchObject({
    cluster: '{{cfnExport "shop-test-ClusterId"}}',
  });
  expect(listed(project)).toContain('aws cloudformation describe-stack-resource --stack-name shop-test-api');
  expect(listed(project)).toContain('it was not looked up: no credentials are found');
});

const lines = (Object.keys(texts) as (keyof typeof texts)[]).flatMap((file) =>
  changedLines(texts[file]).map(([line, changed]) => [file, line, changed] as const),
);

test.each(lines)('%s:%i is carried over or listed', (...[file, line, changed]) => {
  const project = convert();
  const places = linesIn(
    file,
    project.left.map(({ place }) => place),
  );
  // What kind a manifest is of is a fixed word.
  if (texts[file].split('\n')[line - 1] === 'type: Environment') return;
  // A workload that is no service is told as a whole.
  const whole = file.includes('/report/');
  const result = (of: FoundProject): string => JSON.stringify([renderProject(of), of.left]);
  expect(whole || isListed(texts[file], line, places) || result(convert({ [file]: changed })) !== result(project)).toBe(
    true,
  );
});
