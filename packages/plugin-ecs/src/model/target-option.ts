import type { TargetId } from '@funade/core';

/** `production --service api` of `api@production`: how a target is named on the command line. */
export function targetOption(target: TargetId): string {
  const at = target.lastIndexOf('@');
  return `${target.slice(at + 1)} --service ${target.slice(0, at)}`;
}
