import type { FoundPlugin, FoundProject, FoundService } from '../model/found-project.ts';
import { noted, plainValue, type ValueObject } from '../model/value.ts';
import { foldEnvironments, type InEnvironment, type IsTemplate } from './fold-environments.ts';
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
  const { common, environments } = foldEnvironments(all, isTemplate);
  return Object.keys(environments).length === 0 ? common : { ...common, environments };
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
