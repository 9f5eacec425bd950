import type { DeployError } from '@funade/core';
import type { Shown } from '../model/registry-errors.ts';
import { RegistryFault } from './registry-fault.ts';

type Tell = (image: string, how: string, shown: Shown) => DeployError;

/** An error of a registry call as a step tells it: what the registry refuses apart from what fails. Others stay. */
export function toldFault(
  error: unknown,
  image: string,
  { refused, failed }: { readonly refused: Tell; readonly failed: Tell },
): unknown {
  if (!(error instanceof RegistryFault)) return error;
  const denied = error.status === 401 || error.status === 403;
  return (denied ? refused : failed)(image, error.message, { cause: error });
}
