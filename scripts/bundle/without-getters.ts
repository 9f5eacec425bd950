import type { Plugin } from 'rolldown';

/** Modules of Node that have more to give than a command asks for, with the exports that cost something to read. */
const costly: Readonly<Record<string, readonly string[]>> = {
  // Node's own fetch and WebSocket.
  http: ['CloseEvent', 'MessageEvent', 'WebSocket'],
  process: ['allowedNodeEnvironmentFlags', 'report', 'stderr', 'stdin', 'stdout'],
};

/**
 * Importing a module of Node reads everything that it exports, whatever of it is imported. Asked for without an import, it is
 * the same module, and what is not named here can be imported by name.
 */
export const withoutGetters: Plugin = {
  name: 'without-getters',
  resolveId: {
    filter: { id: /^(node:)?(http|process)$/ },
    handler: (id) => `\0without-getters/${id.replace('node:', '')}`,
  },
  load: {
    filter: { id: /^\0without-getters\// },
    handler(id) {
      const name = id.slice(id.indexOf('/') + 1);
      const names = Object.keys(process.getBuiltinModule(`node:${name}`) ?? {}).filter(isCheap(name));
      return `const it = process.getBuiltinModule('node:${name}');
export default it;
export const { ${names.join(', ')} } = it;
`;
    },
  },
};

function isCheap(module: string): (name: string) => boolean {
  const getters = costly[module] ?? [];
  return (name) => /^[a-z]\w*$/i.test(name) && !getters.includes(name);
}
