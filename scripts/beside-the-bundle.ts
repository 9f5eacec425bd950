import type { Plugin } from 'rolldown';

/**
 * Programs that are started as child processes: each becomes a file of its own beside the bundle, and
 * `import.meta.resolve('<name>')` names that file.
 */
export function besideTheBundle(names: readonly string[]): Plugin {
  const references = new Map<string, string>();
  return {
    name: 'beside-the-bundle',
    transform(code) {
      const called = names.filter((name) => code.includes(`import.meta.resolve('${name}')`));
      if (called.length === 0) return null;
      return called.reduce((text, name) => {
        const reference = references.get(name) ?? this.emitFile({ type: 'chunk', id: name, fileName: `${name}.mjs` });
        references.set(name, reference);
        return text.replaceAll(`import.meta.resolve('${name}')`, `import.meta.ROLLUP_FILE_URL_${reference}`);
      }, code);
    },
  };
}
