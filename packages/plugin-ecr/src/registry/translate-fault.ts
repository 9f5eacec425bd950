import { registryDenied, registryError } from '../model/registry-errors.ts';
import { RegistryFault } from './registry-fault.ts';

/** What a registry said no with, as an error for people; anything else stays as it is. */
export function translateFault(error: unknown): unknown {
  if (!(error instanceof RegistryFault)) return error;
  const denied = error.status === 401 || error.status === 403;
  return denied ? registryDenied(error.message, error) : registryError('a call to the registry', error.message, error);
}

/** Throws what `translateFault` makes of an error. */
export function throwTranslated(error: unknown): never {
  throw translateFault(error);
}
