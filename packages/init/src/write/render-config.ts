import type { FoundPlugin, FoundProject, FoundService } from '../model/found-project.ts';
import { isValueObject, noted, plainValue, sameValue, type Value, type ValueObject } from '../model/value.ts';
import { type Folded, foldEnvironments, type InEnvironment, type IsTemplate } from './fold-environments.ts';
import { commentText, renderValue, stringText } from './render-value.ts';

/** The services of a project as they are written: what holds in every environment once. */
export function writtenServices(project: FoundProject): ValueObject {
  const paths = new Set(project.files.map(({ path }) => path));
  const isTemplate: IsTemplate = (text) => !paths.has(text) && !/\.(?:json5?|ya?ml|jsonnet)$/.test(text);
  return Object.fromEntries(
    Object.entries(project.services).map(([name, service]) => {
      const written = writtenService(service, project, isTemplate);
      return [name, service.note === undefined ? written : noted(written, service.note)];
    }),
  );
}

function writtenService(service: FoundService, project: FoundProject, isTemplate: IsTemplate): ValueObject {
  const names = Object.keys(project.environments);
  const having = names.filter((name) => service.environments[name] !== undefined);
  const all = having.map((name) => inEnvironment(name, service.environments[name] ?? {}, project));
  // What a service says outside of its environments would hold in all of them: it would be deployed there, too.
  if (having.length < names.length) return { environments: { ...service.environments } };
  const { common, environments } = withRequired(foldEnvironments(all, isTemplate));
  return Object.keys(environments).length === 0 ? common : { ...common, environments };
}

/** What a config needs of every service, also where each environment says something else. */
const required: Readonly<Record<string, readonly string[]>> = {
  ecs: ['cluster', 'service', 'container'],
  ecr: ['repository'],
};

/** Says for all environments what the first says, where the config needs it and they differ; the others come over it. */
function withRequired({ common, environments }: Folded): Folded {
  const over: Record<string, ValueObject> = { ...environments };
  const filled: Record<string, Value> = { ...common };
  for (const [plugin, keys] of Object.entries(required)) {
    const shared = plainValue(filled[plugin] ?? null);
    if (!isValueObject(shared)) continue;
    const parts = new Map(
      Object.entries(over).flatMap(([name, value]) => {
        const part = plainValue(value[plugin] ?? null);
        return isValueObject(part) ? [[name, part] as const] : [];
      }),
    );
    const first = Object.fromEntries(
      keys.flatMap((key) => {
        const said = [...parts.values()].find((part) => part[key] !== undefined)?.[key];
        return shared[key] === undefined && said !== undefined ? [[key, said] as const] : [];
      }),
    );
    if (Object.keys(first).length === 0) continue;
    filled[plugin] = { ...first, ...shared };
    for (const [name, part] of parts) {
      const rest = Object.entries(part).filter(
        ([key, value]) => first[key] === undefined || !sameValue(first[key], value),
      );
      const { [plugin]: _, ...others } = over[name] ?? {};
      over[name] = rest.length === 0 ? others : { ...others, [plugin]: Object.fromEntries(rest) };
      if (Object.keys(over[name]).length === 0) delete over[name];
    }
  }
  return { common: filled, environments: over };
}

function inEnvironment(name: string, value: ValueObject, { environments }: FoundProject): InEnvironment {
  const text = (key: string): string => {
    const found = plainValue(environments[name]?.[key] ?? '');
    return typeof found === 'string' ? found : '';
  };
  return { name, account: text('account'), region: text('region'), value };
}

/** The text of `deploy.config.ts`. */
export function renderConfig(project: FoundProject): string {
  const plugins: readonly FoundPlugin[] = [{ name: 'ecr' }, { name: 'ecs' }, ...project.plugins];
  const imports = ['defineConfig', ...new Set(plugins.map(({ name }) => name))].sort(byLetters);
  const section = (comment: string, key: string, value: string): string =>
    `\n${commentText(comment, '  ')}  ${key}: ${value},\n`;
  return [
    commentText(`Written by \`funade init\` from ${project.origin}.`, ''),
    '// Every option, with what it does: node_modules/funade/deploy.config.example.ts\n',
    `import { ${imports.join(', ')} } from 'funade';\n\n`,
    'export default defineConfig({\n',
    `  // Names the project in sessions and templates.\n  project: ${stringText(project.project)},\n`,
    section('In the order they plan.', 'plugins', `[${plugins.map(pluginText).join(', ')}]`),
    section(
      'Where services run: one account and one region each. A session of any other account is refused.',
      'environments',
      renderValue(project.environments, { indent: 2, open: 1 }),
    ),
    section(
      'Which git refs may go where. The first rule that matches wins; a ref that none matches is refused.',
      'tagRules',
      renderValue(project.tagRules, { indent: 2, open: 1 }),
    ),
    section(
      'What is deployed. Strings are templates over project, environment, service and release.',
      'services',
      renderValue(writtenServices(project), { indent: 2, open: 2 }),
    ),
    '});\n',
  ].join('');
}

function pluginText({ name, settings }: FoundPlugin): string {
  return `${name}(${settings === undefined ? '' : renderValue(settings, { indent: 2 })})`;
}

function byLetters(a: string, b: string): number {
  return a < b ? -1 : 1;
}
