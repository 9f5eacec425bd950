import { posix } from 'node:path';

/** What is known of what a target is made from. */
export interface Inputs {
  /** Changed paths that its builds take in; null: git cannot tell, as its image is made elsewhere. */
  readonly build: readonly string[] | null;
  /** Texts of its config that may be paths of files. */
  readonly texts: readonly string[];
  /** How its part of the config is now beside then. */
  readonly config: 'same' | 'other' | 'unreadable';
}

/** Why a target has changed: `services/api/main changed`. Null: it has not. */
export function changeReason({ build, texts, config }: Inputs, paths: readonly string[]): string | null {
  if (build === null) return 'its image is not built here, so git cannot tell';
  if (build.length > 0) return `${pathsText(build)} changed`;
  const files = new Set(texts.map((text) => posix.normalize(text)));
  const named = paths.filter((path) => files.has(posix.normalize(path)));
  if (named.length > 0) return `${pathsText(named)} changed`;
  if (config === 'other') return 'its part of the config changed';
  return config === 'unreadable' ? 'what the config said then cannot be read' : null;
}

/** `a`, `a and b`, `a and 4 more files`. */
function pathsText(paths: readonly string[]): string {
  const [first = '', second] = paths;
  if (second === undefined) return first;
  return paths.length === 2 ? `${first} and ${second}` : `${first} and ${paths.length - 1} more files`;
}
