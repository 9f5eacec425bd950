import { AwsFault } from '../../service.ts';
import type { Parameter, ParameterVersion, SsmState } from './state.ts';

/** A parameter as a request names it: by name or ARN, with a version or label behind a colon. */
export interface Wanted {
  readonly name: string;
  /** `3` or `live`; null for the newest version. */
  readonly selector: string | null;
}

export function readWanted(text: string): Wanted {
  const [, inArn] = /^arn:[^:]+:ssm:[^:]*:[^:]*:parameter(\/.*)$/.exec(text) ?? [];
  const [name = '', selector] = (inArn ?? text).split(':', 2);
  return { name, selector: selector ?? null };
}

export interface Found {
  readonly parameter: Parameter;
  readonly version: ParameterVersion;
}

/** The version a request names. Throws ParameterNotFound, which AWS sends without a message, or ParameterVersionNotFound. */
export function findParameter({ parameters }: SsmState, { name, selector }: Wanted): Found {
  // In an ARN the slash before a name is there whether the name begins with one or not.
  const parameter = parameters.get(name) ?? parameters.get(name.replace(/^\//, ''));
  if (parameter === undefined) throw new AwsFault('ParameterNotFound', '');
  const number = selector === null ? parameter.versions.length : (parameter.labels[selector] ?? Number(selector));
  const version = parameter.versions.find((each) => each.version === number);
  if (version !== undefined) return { parameter, version };
  throw new AwsFault(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${selector} of ${parameter.name}. Verify the version and try again.`,
  );
}
