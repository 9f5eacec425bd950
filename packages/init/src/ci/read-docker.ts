import { type BuildFact, leaves, type Meaning, means } from './model.ts';
import { readDockerOptions, type WrittenOptions } from './read-options.ts';

const valued = new Set([
  ...['t', 'tag', 'f', 'file', 'build-arg', 'target', 'platform', 'cache-from', 'cache-to', 'secret', 'ssh', 'network'],
  ...['label', 'progress', 'o', 'output', 'builder', 'iidfile', 'build-context', 'add-host', 'metadata-file', 'attest'],
  ...['m', 'memory', 'shm-size', 'ulimit', 'format', 'isolation', 'cpuset-cpus'],
]);
const ofKaniko = new Set([
  'context',
  'c',
  'dockerfile',
  'f',
  'destination',
  'd',
  'target',
  'build-arg',
  'customPlatform',
]);

/** Options of a build that are carried over, and those that say how it is shown, or what it is anyway. */
const known = new Set([
  ...['t', 'tag', 'f', 'file', 'build-arg', 'target', 'platform', 'destination', 'd', 'context', 'c', 'dockerfile'],
  ...['customPlatform', 'rm', 'force-rm', 'q', 'quiet', 'progress', 'load', 'push', 'no-cache', 'compress', 'iidfile'],
]);

const instead: Readonly<Record<string, string>> = {
  'cache-from': 'layers are kept between builds by build.cache',
  'cache-to': 'layers are kept between builds by build.cache',
  secret: 'write build.secrets',
  ssh: 'write build.ssh',
  network: 'write build.network',
  label: 'write build.labels',
  pull: 'write build.pull: true',
  builder: 'write build.builder',
};

const looks = /^(?:logout|info|version|images|ls|rmi|prune|system|create|use|inspect|context|ps|--version|-v)$/;

/** What a command of Docker, or of what stands in for it, means. Null: it is none of them. */
export function readDocker(words: readonly string[]): Meaning | null {
  const [program = '', ...rest] = words;
  if (/(?:^|\/)executor$/.test(program)) return readBuild(readDockerOptions(rest, ofKaniko), { pushes: true });
  if (!/^(?:docker|podman|buildah|nerdctl)$/.test(program)) return null;
  const [group = '', ...others] = rest;
  const [verb = '', ...operands] = /^(?:image|buildx|builder)$/.test(group) ? others : rest;
  if (verb === 'build' || verb === 'bud') {
    const written = readDockerOptions(operands, valued);
    const output = (written.options.get('output') ?? written.options.get('o') ?? []).join();
    return readBuild(written, { pushes: written.options.has('push') || output.includes('type=registry') });
  }
  if (verb === 'tag') {
    const [from, to] = operands;
    return from === undefined || to === undefined ? null : means({ kind: 'tag', from, to });
  }
  if (verb === 'push') {
    const [image] = readDockerOptions(operands, new Set()).rest;
    return image === undefined ? null : means({ kind: 'push', image });
  }
  if (verb === 'login') return readLogin(operands);
  if (verb === 'pull')
    return leaves('images are not pulled for a build', 'layers are kept between builds by build.cache');
  if (looks.test(verb)) return leaves('a deploy has no need of it');
  return leaves('such a command of Docker is not carried over', 'leave it in a job of its own');
}

function readLogin(operands: readonly string[]): Meaning {
  const { rest } = readDockerOptions(operands, new Set(['u', 'username', 'p', 'password']));
  const host = rest[0] ?? '';
  const [, account] = /^(?:https?:\/\/)?(\d{12})\.dkr[.-]ecr/.exec(host) ?? [];
  if (account !== undefined) return means({ kind: 'account', account });
  return leaves(
    'Funade logs in to the registry of the environment itself',
    'log in before it where a build needs another one',
  );
}

function readBuild({ options, rest }: WrittenOptions, { pushes }: { readonly pushes: boolean }): Meaning {
  const all = (...names: readonly string[]): readonly string[] => names.flatMap((name) => options.get(name) ?? []);
  const context = all('context', 'c')[0]?.replace(/^dir:\/\//, '') ?? rest[0] ?? '.';
  const build: BuildFact = {
    kind: 'build',
    images: all('t', 'tag', 'destination', 'd'),
    context: withoutWorkspace(context),
    dockerfile: all('f', 'file', 'dockerfile').map(withoutWorkspace)[0] ?? null,
    target: all('target')[0] ?? null,
    args: argsOf(all('build-arg')),
    platforms: all('platform', 'customPlatform').flatMap((each) => each.split(',')),
    pushes,
  };
  const remarks = [...options.keys()]
    .filter((name) => !known.has(name))
    .map((name) => ({
      what: `--${name} of the build`,
      reason: 'it is not carried over',
      ...(instead[name] === undefined ? {} : { instead: instead[name] }),
    }));
  return { facts: [build], remarks };
}

/** What a job calls its checkout is where the config stands. */
export function withoutWorkspace(path: string): string {
  const relative = path.replace(/^\{\{(?:env "CI_PROJECT_DIR"|\?github\.workspace)\}\}\/?|^\.\/(?=.)/, '');
  return relative === '' ? '.' : relative;
}

function argsOf(written: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    written.map((each) => {
      const at = each.indexOf('=');
      return at < 0 ? [each, `{{env "${each}"}}`] : [each.slice(0, at), each.slice(at + 1)];
    }),
  );
}
