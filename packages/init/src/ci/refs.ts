/** A git ref that a job runs for. */
export type CiRef =
  | { readonly kind: 'tag'; readonly pattern: RegExp | string }
  | { readonly kind: 'branch'; readonly branch: string | RegExp | null };

/** Any tag. */
export const anyTag: CiRef = { kind: 'tag', pattern: /^.+$/ };
/** The default branch of the repository. */
export const defaultBranch: CiRef = { kind: 'branch', branch: null };

/**
 * An expression of a CI, which a ref only has to contain, as one that matches the whole of it. Null: it is not one of
 * JavaScript.
 */
export function wholePattern(source: string): RegExp | null {
  const inner = source.replaceAll('\\/', '/');
  const alternatives = /(?<!\\)\|/.test(inner.replaceAll(/\([^()]*\)/g, '')) ? `(?:${inner})` : inner;
  const begun = /^\^/.test(alternatives) ? alternatives : `^.*${alternatives}`;
  const ended = /(?<!\\)\$$/.test(begun) ? begun : `${begun}.*$`;
  try {
    return new RegExp(ended);
  } catch {
    return null;
  }
}

/** A pattern as for file names, as GitHub has them for refs: stars are the same in a tag rule, the rest is an expression. */
export function globPattern(glob: string): RegExp | string | null {
  if (!/[?+[\]!\\]/.test(glob)) return glob;
  const source = glob
    .replaceAll(/[.^$()|]/g, '\\$&')
    .replaceAll(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : '[^/]*'));
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return null;
  }
}

export type ReadCondition =
  | { readonly ok: true; readonly refs: readonly CiRef[] }
  | { readonly ok: false; readonly reason: string };

/** The refs that a condition of a rule of GitLab admits: `$CI_COMMIT_TAG =~ /^v/`, `$CI_COMMIT_BRANCH == "main"`. */
export function readGitlabCondition(condition: string): ReadCondition {
  const refs: CiRef[] = [];
  for (const either of condition.split('||')) {
    const terms = either.split('&&').map((term) =>
      term
        .trim()
        .replaceAll(/^\(+|\)+$/g, '')
        .trim(),
    );
    const known = terms.map(readTerm);
    const other = terms.find((_, index) => known[index] === null);
    if (other !== undefined) return { ok: false, reason: `${other} is no tag and no branch` };
    const found = known.flatMap((each) => (each === 'always' || each === null ? [] : [each]));
    const narrower = found.some((ref) => ref.kind === 'tag' && ref !== anyTag);
    refs.push(...found.filter((ref) => ref !== anyTag || !narrower));
  }
  return refs.length === 0 ? { ok: false, reason: 'it names no tag and no branch' } : { ok: true, refs };
}

function readTerm(term: string): CiRef | 'always' | null {
  if (/^\$CI_COMMIT_TAG(?:\s*!=\s*(?:null|""|''))?$/.test(term)) return anyTag;
  const [, ofTag] = /^\$CI_COMMIT_TAG\s*=~\s*\/(.*)\/$/.exec(term) ?? [];
  if (ofTag !== undefined) {
    const pattern = wholePattern(ofTag);
    return pattern === null ? null : { kind: 'tag', pattern };
  }
  if (/^\$CI_COMMIT_(?:BRANCH|REF_NAME)\s*==\s*\$CI_DEFAULT_BRANCH$/.test(term)) return defaultBranch;
  const [, branch] = /^\$CI_COMMIT_(?:BRANCH|REF_NAME)\s*==\s*["']([^"']+)["']$/.exec(term) ?? [];
  if (branch !== undefined) return { kind: 'branch', branch };
  const [, ofBranch] = /^\$CI_COMMIT_(?:BRANCH|REF_NAME)\s*=~\s*\/(.*)\/$/.exec(term) ?? [];
  if (ofBranch !== undefined) {
    const pattern = wholePattern(ofBranch);
    return pattern === null ? null : { kind: 'branch', branch: pattern };
  }
  return /^\$CI_PIPELINE_SOURCE\s*==\s*["']push["']$/.test(term) ? 'always' : null;
}
