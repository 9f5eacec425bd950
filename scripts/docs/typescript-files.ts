import type { CodeBlock } from './pages.ts';

/**
 * A block of TypeScript as a file that can be checked. A whole module stands as it is; a piece of a config is put where it
 * belongs. `…` in a structure stands for what is left out.
 */
export function typescriptFile({ code }: CodeBlock): string {
  const whole = code
    .replaceAll(/^( *)\/\/ …$/gm, '$1...elided,')
    .replaceAll(/([{[(,] ?)…/g, '$1...elided')
    .replaceAll(/^( *)…,?$/gm, '$1...elided,');
  if (/^(?:import|export|const|declare|interface|type) /m.test(code)) return `${whole}\n${elided}export {};\n`;
  const [, key = ''] = /^(?:\/\/.*\n)*\s*['"]?([\w-]+)['"]?:/.exec(code) ?? [];
  return `import { defineConfig, check, cloudFormation, ecr, ecs, env, schedules, secretsManager, ssm, terraformState } from 'funade';\n${elided}${placed(key, whole)}`;
}

const elided = 'declare const elided: any;\n';

const plugins =
  'plugins: [ecr(), ecs(), schedules(), check(), env({ names: [] }), ssm(), secretsManager(), cloudFormation(), terraformState({ file: "x" })]';

const ofConfig: readonly string[] = ['project', 'environments', 'tagRules', 'services', 'plugins', 'requires'];
const ofService: readonly string[] = ['ecr', 'ecs', 'schedules', 'check'];
const ofEcs: readonly string[] = [
  'settings',
  'wait',
  'tasks',
  'onFailure',
  'onBusy',
  'onCancel',
  'containers',
  'placeholders',
  'taskDefinition',
  'express',
  'needs',
];
const ofEcr: readonly string[] = ['repository', 'build', 'from', 'prebuilt', 'scan', 'createRepository', 'images'];

/** A piece of a config in the place where its first key belongs; else it is a service of that name. */
function placed(key: string, piece: string): string {
  if (ofConfig.includes(key)) return `defineConfig({ ...elided, ${piece}\n});\n`;
  const inPlace = (text: string): string =>
    `defineConfig({ project: 'shop', ${plugins}, environments: elided, tagRules: elided, services: { ${text} } });\n`;
  if (ofService.includes(key)) return inPlace(`api: { ${/^\s*ecr:/m.test(piece) ? '' : 'ecr: elided, '}${piece}\n}`);
  if (ofEcs.includes(key)) return inPlace(`api: { ecr: elided, ecs: { ...elided, ${piece}\n} }`);
  if (ofEcr.includes(key)) return inPlace(`api: { ecs: elided, ecr: { ${piece}\n} }`);
  return inPlace(piece);
}
