import { AwsFault } from '../../model/service.ts';
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
export function findParameter(state: SsmState, wanted: Wanted): Found {
  const parameter = parameterOf(state, wanted);
  if (parameter === undefined) throw new AwsFault('ParameterNotFound', '');
  const version = versionOf(parameter, wanted);
  if (version !== undefined) return { parameter, version };
  throw new AwsFault(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${wanted.selector} of ${parameter.name}. Verify the version and try again.`,
  );
}

/** Whether there is the version that is named. */
export function hasParameter(state: SsmState, wanted: Wanted): boolean {
  const parameter = parameterOf(state, wanted);
  return parameter !== undefined && versionOf(parameter, wanted) !== undefined;
}

/** In an ARN the slash before a name is there whether the name begins with one or not. */
function parameterOf({ parameters }: SsmState, { name }: Wanted): Parameter | undefined {
  return parameters.get(name) ?? parameters.get(name.replace(/^\//, ''));
}

function versionOf({ versions, labels }: Parameter, { selector }: Wanted): ParameterVersion | undefined {
  const number = selector === null ? versions.length : (labels[selector] ?? Number(selector));
  return versions.find(({ version }) => version === number);
}
