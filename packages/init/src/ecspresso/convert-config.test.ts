import { expect, test } from 'vitest';
import { changedLines, isListed, linesIn } from '../../test/each-line.ts';
import { renderProject } from '../write/render-project.ts';
import { convertConfig } from './convert-config.ts';
import type { EcspressoConfig, NamedFile } from './model.ts';
import { parseTemplate, type TemplateDocument } from './template-document.ts';

const config = `required_version: ">= 2.0.0"
region: ap-northeast-1
cluster: shop-prod
service: api
task_definition: ecs-task-def.json
service_definition: ecs-service-def.yaml
timeout: 10m0s
plugins:
  - name: tfstate
    config:
      url: s3://shop-states/prod.tfstate
  - name: tfstate
    config:
      path: old.tfstate
    func_prefix: old_
  - name: cloudformation
  - name: external
    config:
      command: [./lookup]
ignore:
  tags: [managed]
appspec:
  Hooks: []
a_new_key: 1
`;

const definition = `{
	"taskDefinitionArn": "arn:aws:ecs:ap-northeast-1:111111111111:task-definition/api:3",
	"family": "api",
	"cpu": "{{ env \`CPU\` \`256\` }}",
	"memory": {{ must_env \`MEMORY\` }},
	"networkMode": "awsvpc",
	"requiresCompatibilities": ["FARGATE"],
	"executionRoleArn": "{{ tfstate \`aws_iam_role.exec.arn\` }}",
	"containerDefinitions": [
		{
			"name": "app",
			"image": "111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/shop/api:{{ must_env \`IMAGE_TAG\` }}",
			"environment": [
				{ "name": "URL", "value": "{{ ssm \`/shop/url\` }}" },
				{ "name": "OLD", "value": "{{ old_tfstate \`output.x\` }}" }
			],
			"secrets": [{ "name": "DB", "valueFrom": "{{ secretsmanager_arn \`shop/db\` }}:password::" }],
			"ulimits": []
		},
		{ "name": "log", "image": "fluent/fluent-bit:3.1", "essential": false }
	]
}
`;

const service = `# how it runs
launchType: FARGATE
desiredCount: 2
status: ACTIVE
networkConfiguration:
  awsvpcConfiguration:
    subnets: ["{{ cfn_output \`net\` \`Subnet\` }}"]
    assignPublicIp: DISABLED
deploymentController:
  type: CODE_DEPLOY
loadBalancers: null
sidecars: {}
`;

const read = (file: string, text: string): TemplateDocument => {
  const parsed = parseTemplate(file, text);
  if (!parsed.ok) throw new Error(`${file}:${parsed.line}: ${parsed.problem}`);
  return parsed.document;
};
const named = (file: string, text: string): NamedFile => ({ ok: true, document: read(file, text) });

const convert = (parts: { config?: string; definition?: string; service?: string } = {}) => {
  const texts = { config, definition, service, ...parts };
  const ecspresso: EcspressoConfig = {
    config: read('prod/ecspresso.yml', texts.config),
    folder: 'prod',
    taskDefinition: named('prod/ecs-task-def.json', texts.definition),
    serviceDefinition: named('prod/ecs-service-def.yaml', texts.service),
    texts: [texts.config, texts.definition, texts.service],
  };
  return convertConfig(ecspresso, {
    project: 'shop',
    service: 'api',
    environment: 'prod',
    account: null,
    region: null,
    role: null,
    usualRegion: null,
  });
};

const filesOf = (parts = {}): string =>
  renderProject(convert(parts))
    .map(({ path, text }) => `=== ${path}\n${text}`)
    .join('');

test('a config with its definitions becomes a config and a file', () => {
  expect(filesOf()).toMatchSnapshot();
});

test('what is not carried over is listed with its line and the reason', () => {
  const lines = convert().left.map(({ place, what, reason, instead }) =>
    [`${place}: ${what}: ${reason}`, ...(instead === undefined ? [] : [`  ${instead}`])].join('\n'),
  );
  expect(lines.join('\n')).toMatchSnapshot();
});

const resultOf = (parts = {}): string => filesOf(parts) + JSON.stringify(convert(parts).left);
const whole = resultOf();
const listedIn = (file: string): readonly number[] =>
  linesIn(
    file,
    convert().left.map(({ place }) => place),
  );

test.each([
  ...changedLines(config).map(([line, text]) => ['prod/ecspresso.yml', line, config, { config: text }] as const),
  ...changedLines(definition).map(
    ([line, text]) => ['prod/ecs-task-def.json', line, definition, { definition: text }] as const,
  ),
  ...changedLines(service).map(
    ([line, text]) => ['prod/ecs-service-def.yaml', line, service, { service: text }] as const,
  ),
])('%s:%i is carried over or listed', (...[file, line, text, parts]) => {
  // The names of the definitions stand for what they contain.
  if (/^(?:task|service)_definition:/.test(text.split('\n')[line - 1] ?? '')) return;
  expect(isListed(text, line, listedIn(file)) || resultOf(parts) !== whole).toBe(true);
});
