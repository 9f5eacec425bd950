import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../packages.ts';
import { exportedNames } from './exported-names.ts';

const entries: readonly (readonly [name: string, file: string])[] = [
  ['funade', 'cli/src/index.ts'],
  ['funade/aws', 'cli/src/aws.ts'],
  ['funade/testing', 'cli/src/testing.ts'],
  ['@funade/core', 'core/src/index.ts'],
  ['@funade/core/author', 'core/src/author.ts'],
  ['@funade/core/define-config', 'core/src/config/define-config.ts'],
  ['@funade/core/node', 'core/src/node/index.ts'],
  ['@funade/core/testing', 'core/src/testing/index.ts'],
  ['@funade/aws', 'aws/src/index.ts'],
  ['@funade/ecr', 'plugin-ecr/src/index.ts'],
  ['@funade/ecs', 'plugin-ecs/src/index.ts'],
  ['@funade/checks', 'plugin-checks/src/index.ts'],
  ['@funade/lookups', 'plugin-lookups/src/index.ts'],
  ['@funade/schedules', 'plugin-schedules/src/index.ts'],
  ['@funade/sandbox', 'sandbox/src/index.ts'],
];

const sources = globSync(['packages/*/{src,test}/**/*.ts', '{bench,examples,scripts}/**/*.ts'], { cwd: root })
  .filter((file) => !file.includes('node_modules'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

test.each(entries)('%s exports these names, types included', (_, file) => {
  expect(exportedNames(join(root, 'packages', file))).toMatchSnapshot();
});

test('core and aws export nothing that nobody else uses', () => {
  const unused = entries
    .filter(([name]) => ['@funade/core', '@funade/core/node', '@funade/core/testing', '@funade/aws'].includes(name))
    .flatMap(([name, file]) => {
      const outside = sources.filter((source) => !source.file.startsWith(join('packages', file.split('/')[0] ?? '')));
      const used = new Set(outside.flatMap(({ text }) => importedNames(text, name)));
      return exportedNames(join(root, 'packages', file)).flatMap((each) =>
        used.has(each) ? [] : [`${name}: ${each}`],
      );
    });
  // Types of artifacts are open: whoever adds one names them.
  expect(unused).toEqual(['@funade/core: ArtifactTypes', '@funade/core: ServingProof']);
});

/** What a text imports or hands on from an entry, also when it is loaded later. */
function importedNames(text: string, from: string): readonly string[] {
  const lists = [
    ...text.matchAll(new RegExp(`(?:import|export) (?:type )?\\{([^{}]*)\\} from '${from}'`, 'g')),
    ...text.matchAll(new RegExp(`\\{([^{}]*)\\} = await import\\('${from}'\\)`, 'g')),
  ];
  return lists.flatMap(([, list = '']) =>
    list.split(',').map(
      (item) =>
        item
          .trim()
          .replace(/^type /, '')
          .split(' as ')[0] ?? '',
    ),
  );
}
