import { AwsFault, type WireJson, type WireObject } from '../../model/service.ts';

/** The text of a member; null when it is absent. */
export function text(input: WireObject, name: string): string | null {
  const value = input[name];
  return typeof value === 'string' ? value : null;
}

/** The texts of a list; empty when it is absent. */
export function texts(input: WireObject, name: string): readonly string[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The objects of a list; empty when it is absent. */
export function objects(input: WireObject, name: string): readonly WireObject[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A member that is an object; empty when it is absent. */
export function object(input: WireObject, name: string): WireObject {
  const value = input[name];
  return isObject(value) ? value : {};
}

export function isObject(value: WireJson | undefined): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The refusal of a parameter, in ECR's words. */
export function invalidParameter(name: string, constraint: string): AwsFault {
  return new AwsFault(
    'InvalidParameterException',
    `Invalid parameter at '${name}' failed to satisfy constraint: '${constraint}'`,
  );
}

/** Seconds since the epoch with a fraction, as JSON has times. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
