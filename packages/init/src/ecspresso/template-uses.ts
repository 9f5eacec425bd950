import { nameLooksSecret } from '@funade/core';
import type { FoundPlugin } from '../model/found-project.ts';
import type { ValueObject } from '../model/value.ts';

/** What the templates of a project call, and so what its config has to list. */
export interface TemplateUses {
  /** Notes that a variable is read, and its value where it is not set. What stands in the way, else null. */
  variable(name: string, fallback: string | null): string | null;
  /** Notes that a plugin without settings, or with settings that were written elsewhere, is called. */
  plugin(name: string): void;
  /** The plugins to list, with the settings of those that the config of ecspresso sets up. */
  plugins(settings: Readonly<Record<string, ValueObject>>): readonly FoundPlugin[];
}

export function openUses(): TemplateUses {
  const names = new Set<string>();
  const defaults = new Map<string, string>();
  const called = new Set<string>();
  return {
    variable(name, fallback) {
      if (!/^[A-Za-z_]\w*$/.test(name)) return `${JSON.stringify(name)} is not the name of a variable`;
      if (nameLooksSecret(name))
        return `${name} looks like the name of a secret, and what a template looks up is in every plan`;
      names.add(name);
      if (fallback === null) return null;
      const known = defaults.get(name);
      defaults.set(name, known ?? fallback);
      return known === undefined || known === fallback
        ? null
        : `${name} has the default ${JSON.stringify(known)} elsewhere, and a variable has one`;
    },
    plugin: (name) => void called.add(name),
    plugins(settings) {
      const written = [...names].sort();
      const ofEnv: ValueObject = {
        names: written,
        ...(defaults.size === 0 ? {} : { defaults: Object.fromEntries([...defaults].sort()) }),
      };
      return [
        ...(written.length === 0 ? [] : [{ name: 'env', settings: ofEnv }]),
        ...[...called]
          .sort()
          .map((name) => (settings[name] === undefined ? { name } : { name, settings: settings[name] })),
      ];
    },
  };
}
