import { isBuiltin } from 'node:module';
import type { Plugin, RolldownOutput } from 'rolldown';

interface Scripts {
  /** What was bundled as scripts, with an entry for each source. */
  readonly scripts: RolldownOutput;
  /** The module that loads them. */
  readonly loader: string;
}

/** In the place of each source a module that exports what the script of the same name does. */
export function facades(sources: Readonly<Record<string, string>>, { scripts, loader }: Scripts): Plugin {
  const nameOf = new Map(Object.entries(sources).map(([name, file]) => [file, name]));
  return {
    name: 'facades',
    load(id) {
      const name = nameOf.get(id);
      const script = scripts.output.find((part) => part.type === 'chunk' && part.isEntry && part.name === name);
      if (name === undefined || script?.type !== 'chunk') return null;
      // What is a module only cannot be required.
      const imported = script.imports.filter((other) => !other.endsWith('.cjs') && !isBuiltin(other));
      return [
        `import { ownScripts } from ${JSON.stringify(loader)};`,
        ...imported.map((other, index) => `import * as given${index} from '${other}';`),
        ...imported.map((other, index) => `ownScripts.provide('${other}', given${index});`),
        `export const { ${script.exports.join(', ')} } = ownScripts.load('${script.fileName}');`,
      ].join('\n');
    },
  };
}
