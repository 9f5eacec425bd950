import type { Plugin } from 'rolldown';

/**
 * A script cannot import. What an import names by a literal is in the bundle or a module of Node, and is required; what is known
 * at run time alone, such as the user's config, is imported by a function that is handed in.
 */
export const importOther: Plugin = {
  name: 'import-other',
  transform: (code) => code.replace(computed, 'importOther('),
};

const computed = /(?<![.\w$])import\((?!\s*(?:\/\*[\s\S]*?\*\/\s*)?['"`])/g;
