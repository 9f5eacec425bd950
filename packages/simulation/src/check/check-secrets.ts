import type { JsonObject } from '@funade/core';
import type { Broken } from '../model/broken.ts';
import type { Recording } from '../model/recording.ts';
import { secrets } from '../world/secrets.ts';

/** The fifth invariant: no secret in events, plans, journals, reports, and what is said. */
export function checkSecrets(recording: Recording): readonly Broken[] {
  const hidden = [...new Set([...recording.secrets, ...handedOut(recording), secrets.parameter])];
  const wrong: Broken[] = [];
  const look = (
    where: { readonly place: string; readonly process: number | null },
    text: string,
    values: readonly string[],
  ): void => {
    const found = values.find((value) => text.includes(value));
    if (found === undefined) return;
    const { place, process } = where;
    wrong.push({ invariant: 5, rule: `no secret in ${place}`, text: `${found.slice(0, 12)}… is in ${place}`, process });
  };
  for (const { id, events, report, error, said, plan } of recording.processes) {
    // What a task definition has as plain text is no secret to its plan, and is masked wherever it is shown.
    const shown = [...hidden, secrets.environment];
    look({ place: 'events', process: id }, JSON.stringify(events), shown);
    look({ place: 'reports', process: id }, JSON.stringify(report), shown);
    look({ place: 'messages', process: id }, JSON.stringify([error, said]), shown);
    look({ place: 'plans', process: id }, JSON.stringify(plan), hidden);
  }
  for (const [, text] of recording.journals) look({ place: 'journals', process: null }, text, hidden);
  return wrong;
}

/** Sessions and logins that AWS has handed out. */
function handedOut({ requests }: Recording): readonly string[] {
  return requests.flatMap(({ operation, response }) => {
    if (!/^sts\.Assume|^ecr\.GetAuthorizationToken/.test(operation) || response === null) return [];
    return secretsIn(response as JsonObject);
  });
}

function secretsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'string' && /^(?:SecretAccessKey|SessionToken|authorizationToken)$/.test(name)
      ? [inner]
      : secretsIn(inner),
  );
}
