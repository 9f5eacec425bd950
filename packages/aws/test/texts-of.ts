import { toDeployError } from '@funade/core';

/** The whole texts of errors, for snapshots. */
export function textsOf(errors: readonly unknown[]): string {
  return errors
    .map(toDeployError)
    .map(({ code, category, outcome, message, hint, cause }) =>
      [
        `${code} ${category}${outcome === null ? '' : ` → ${outcome}`}`,
        `  ${message}`,
        ...(cause instanceof Error ? [`  because: ${cause.message}`] : []),
        ...(hint === null ? [] : [`  hint: ${hint.replaceAll('\n', '\n        ')}`]),
      ].join('\n'),
    )
    .join('\n');
}
