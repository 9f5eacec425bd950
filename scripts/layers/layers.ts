import type { PackageLayout } from './layer-faults.ts';

/** The layout of every package. A folder imports from lower rows only; the tests hold nobody up, and import what they test. */
export const layers: Readonly<Record<string, PackageLayout>> = {
  'packages/core': {
    rows: [
      ['model'],
      ['release', 'diff', 'order'],
      ['templates'],
      ['config', 'plan'],
      ['standing', 'changes'],
      ['run'],
      ['node', 'testing'],
      ['.'],
    ],
    // No AWS, no terminal, none of ours.
    never: ['@aws-sdk/', 'listr2', '@funade/', 'funade'],
  },
  'packages/aws': {
    rows: [['rules', 'policy'], ['http'], ['api'], ['token-source'], ['session'], ['doctor'], ['.']],
    never: ['listr2', '@funade/checks', '@funade/ecr', '@funade/ecs', '@funade/lookups', '@funade/schedules', 'funade'],
  },
  'packages/plugin-ecr': {
    rows: [
      ['options', 'process'],
      ['model', 'api'],
      ['repository', 'registry', 'image'],
      ['login', 'scan'],
      ['builders'],
      ['push', 'observe', 'prune', 'permissions', 'doctor'],
      ['steps'],
      ['plan'],
      ['.'],
    ],
    // Plugins never import each other.
    never: ['listr2', '@funade/checks', '@funade/ecs', '@funade/lookups', '@funade/schedules', 'funade'],
  },
  'packages/plugin-ecs': {
    rows: [
      ['model', 'shapes', 'document'],
      ['definition-rules'],
      ['settings-rules'],
      ['api', 'options', 'service'],
      ['poll', 'task-definition', 'action-logs'],
      ['stopped-task', 'observe'],
      ['arrival'],
      ['rollout'],
      ['rollback', 'tasks', 'turn'],
      ['uses'],
      ['plan', 'steps', 'operations', 'verify'],
      ['looks'],
      ['looks/exec', 'looks/logs'],
      ['examine', 'prune', 'permissions', 'doctor'],
      ['.'],
    ],
    never: ['listr2', '@funade/checks', '@funade/ecr', '@funade/lookups', '@funade/schedules', 'funade'],
  },
  'packages/plugin-checks': {
    rows: [['model', 'options'], ['rules'], ['plan', 'steps'], ['.']],
    never: ['listr2', '@funade/ecr', '@funade/ecs', '@funade/lookups', '@funade/schedules', 'funade'],
  },
  'packages/plugin-lookups': {
    rows: [['lookup'], ['cloudformation', 'env', 'secrets-manager', 'ssm', 'terraform'], ['.']],
    never: ['listr2', '@funade/checks', '@funade/ecr', '@funade/ecs', '@funade/schedules', 'funade'],
  },
  'packages/plugin-schedules': {
    rows: [
      ['options'],
      ['model'],
      ['api'],
      ['roles'],
      ['observe', 'permissions', 'plan', 'steps', 'standing', 'verify'],
      ['.'],
    ],
    never: ['listr2', '@funade/checks', '@funade/ecr', '@funade/ecs', '@funade/lookups', 'funade'],
  },
  'packages/init': {
    rows: [
      ['model'],
      ['write', 'text'],
      ['ci-files', 'place', 'written'],
      ['shell', 'start', 'live', 'ecspresso'],
      ['ci', 'copilot'],
      ['.'],
    ],
    // What it knows of plugins is what a config says of them.
    never: ['listr2', '@funade/checks', '@funade/ecr', '@funade/lookups', '@funade/schedules', 'funade'],
  },
  'packages/cli': {
    rows: [
      ['model', 'demo', 'bundle'],
      ['args', 'render'],
      ['explain'],
      ['complete'],
      ['reporters'],
      ['reporters/list'],
      ['run'],
      ['seed'],
      ['commands'],
      ['.'],
    ],
    // It speaks to AWS through the plugins.
    never: ['@aws-sdk/'],
  },
  'packages/simulation': {
    rows: [['model'], ['draw'], ['world'], ['play'], ['trace', 'check', 'tell'], ['.'], ['bite']],
    // It plays the engine as people have it, and knows no step from inside.
    never: ['@aws-sdk/', 'listr2', 'funade'],
  },
  'packages/sandbox': {
    rows: [
      ['model', 'clock'],
      ['identity', 'oidc'],
      ['wire'],
      [
        'services/cloudformation/**',
        'services/ecs/**',
        'services/elasticloadbalancing/**',
        'services/iam/**',
        'services/registry/**',
        'services/s3/**',
        'services/secretsmanager/**',
        'services/ssm/**',
        'services/ssmmessages/**',
        'services/sts/**',
      ],
      ['services/application-autoscaling/**', 'services/ecr/**', 'services/events/**', 'services/scheduler/**'],
      ['world'],
      ['route'],
      ['start'],
      ['.'],
    ],
    // It shares no code with what it checks.
    never: ['@aws-sdk/', '@funade/', 'funade'],
  },
};
