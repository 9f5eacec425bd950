import { booleanIn, numberIn, objectsIn, textIn, textsIn } from '../../../model/input.ts';
import { pageOf } from '../../../model/page.ts';
import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import type { Secret, SecretsState } from '../state.ts';
import { listedSecretView } from '../views.ts';

export const listSecrets: Operation<SecretsState> = (state, { input }) => {
  const withDeleted = booleanIn(input, 'IncludePlannedDeletion') ?? false;
  const filters = objectsIn(input, 'Filters') ?? [];
  const secrets = [...state.secrets.values()]
    .filter(({ deletedAt }) => withDeleted || deletedAt === null)
    .filter((secret) => filters.every((filter) => passes(secret, filter)))
    .sort((left, right) => right.createdAt - left.createdAt || (left.name < right.name ? -1 : 1));
  if (textIn(input, 'SortOrder') === 'asc') secrets.reverse();
  const page = pageOf(secrets, { size: numberIn(input, 'MaxResults') ?? 100, token: textIn(input, 'NextToken') });
  if (page === null) throw new AwsFault('InvalidNextTokenException', 'Invalid NextToken');
  return { SecretList: page.items.map(listedSecretView), NextToken: page.nextToken };
};

/** Values are beginnings; one with `!` in front must not match. */
function passes(secret: Secret, filter: WireObject): boolean {
  const words = wordsOf(secret, textIn(filter, 'Key') ?? '');
  const matches = (value: string): boolean => words.some((word) => word.startsWith(value));
  return (textsIn(filter, 'Values') ?? []).some((value) =>
    value.startsWith('!') ? !matches(value.slice(1)) : matches(value),
  );
}

function wordsOf({ name, description, tags }: Secret, key: string): readonly string[] {
  switch (key) {
    case 'name':
      return [name];
    case 'description':
      return (description ?? '').split(/\s+/);
    case 'tag-key':
      return Object.keys(tags);
    case 'tag-value':
      return Object.values(tags);
    case 'all':
      return [name, ...(description ?? '').split(/\s+/), ...Object.keys(tags), ...Object.values(tags)];
    default:
      throw new AwsFault(
        'ValidationException',
        `1 validation error detected: Value '${key}' at 'filters.1.member.key' failed to satisfy constraint: Member must satisfy enum value set: [all, description, name, owning-service, primary-region, tag-key, tag-value]`,
      );
  }
}
