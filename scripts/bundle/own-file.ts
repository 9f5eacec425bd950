import type { Plugin } from 'rolldown';

/** `import.meta.resolve('<name>')` names a file of the bundle's own, which is started as a child process. */
export function ownFile(name: string, path: string): Plugin {
  const asked = `import.meta.resolve('${name}')`;
  return {
    name: 'own-file',
    transform: (code) =>
      code.includes(asked) ? code.replaceAll(asked, `new URL('${path}', import.meta.url).href`) : null,
  };
}
