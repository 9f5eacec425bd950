import { nameLooksSecret } from '@funade/core';
import type { FoundService, LeftOut } from '../model/found-project.ts';
import { Code, InFile, isValueObject, Noted, type Value } from '../model/value.ts';

export interface SettledTexts {
  readonly services: Readonly<Record<string, FoundService>>;
  /** Variables that templates look up. */
  readonly names: readonly string[];
  readonly left: readonly Omit<LeftOut, 'place'>[];
}

/** Texts as the config takes them: what only the pipeline knows is to be filled in, and what comes from variables is declared. */
export function settleTexts(services: Readonly<Record<string, FoundService>>): SettledTexts {
  const names = new Set<string>();
  const left = new Map<string, Omit<LeftOut, 'place'>>();
  const settle = (text: string): string =>
    text.replaceAll(/\{\{(\?[^}]*|env "([^"]*)")\}\}/g, (template, unknown: string, name: string | undefined) => {
      if (name !== undefined && /^[A-Za-z_]\w*$/.test(name) && !nameLooksSecret(name)) {
        names.add(name);
        return template;
      }
      const what = name ?? unknown.slice(1);
      const filled = `<${
        what
          .replaceAll(/\W+/g, '_')
          .replaceAll(/^_+|_+$/g, '')
          .slice(0, 40)
          .toUpperCase() || 'VALUE'
      }>`;
      left.set(what, {
        what,
        reason:
          name === undefined
            ? 'its value is known only while the pipeline runs'
            : 'it looks like the name of a secret, and what a template looks up is in every plan',
        instead: `write what is to stand for ${filled} in deploy.config.ts`,
      });
      return filled;
    });
  const walk = (value: Value): Value => {
    if (typeof value === 'string') return settle(value);
    if (value instanceof Noted) return new Noted(walk(value.value), value.note);
    if (value instanceof Code || value instanceof InFile || value instanceof RegExp) return value;
    if (Array.isArray(value)) return value.map(walk);
    if (!isValueObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
  };
  const settled = Object.fromEntries(
    Object.entries(services).map(([name, service]) => [
      name,
      {
        ...service,
        environments: Object.fromEntries(
          Object.entries(service.environments).map(([environment, options]) => [environment, walk(options)]),
        ),
      } as FoundService,
    ]),
  );
  return { services: settled, names: [...names].sort(), left: [...left.values()] };
}
