import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { caseConfig, makeCase } from './case-folder.ts';

/** A few lines of YAML that are ten to the power of nine values. */
function bomb(root: string): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let turn = 1; turn < 9; turn++) {
    lines.push(
      `a${turn}: &a${turn} [${Array(10)
        .fill(`*a${turn - 1}`)
        .join(', ')}]`,
    );
  }
  return `${root}\n${lines.join('\n')}\n`;
}

test('a config whose aliases multiply is refused, soon', async () => {
  await using project = await makeCase();
  await rm(join(project.folder, 'deploy.config.json'));
  await project.write({ 'deploy.config.yaml': bomb('project: shop') });
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect(err).toContain('holds more than 200000 values');
  expect(err.length).toBeLessThan(10_000);
  expect(code).toBe(2);
});

test('a task definition whose aliases multiply is refused, soon', async () => {
  const ecs = { ...caseConfig.services.web.ecs, taskDefinition: 'td.yaml' };
  const services = { web: { ...caseConfig.services.web, ecs } };
  await using project = await makeCase({
    'deploy.config.json': { ...caseConfig, services },
    'td.yaml': bomb('family: web'),
  });
  const { code, err } = await project.funade('plan prod --tag v2.0.0');
  expect(err).toMatch(/td\.yaml/);
  expect(code).toBe(2);
});

test('a tag rule that tries without end is told', async () => {
  await using project = await makeCase({
    'deploy.config.json': { ...caseConfig, tagRules: [{ tag: '/v([0-9a-z]+)+-/', environments: ['prod'] }] },
  });
  await project.git('tag', `v${'a'.repeat(80)}`);
  const { code, err } = await project.funade(`plan prod --tag v${'a'.repeat(80)}`);
  expect(err).toMatch(/\(TAG_RULE_ENDLESS\)\n {2}hint: write it without a repetition inside a repetition/);
  expect(code).toBe(2);
});

test('a glob in a tag rule admits what it means for files and nothing else', async () => {
  await using project = await makeCase({
    'deploy.config.json': { ...caseConfig, tagRules: [{ tag: 'v*.*.*', environments: ['prod'] }] },
  });
  await project.git('tag', 'test-junk');
  const { code, err } = await project.funade('plan prod --tag test-junk');
  expect(err).toContain('(REF_NOT_ADMITTED)');
  expect([code, (await project.funade('plan prod --tag v2.0.0')).code]).toEqual([8, 0]);
});
