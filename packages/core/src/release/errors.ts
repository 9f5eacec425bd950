import { DeployError } from '../model/error.ts';
import { nearestName } from '../model/nearest.ts';
import type { RefOrigin } from './git-facts.ts';

export function gitMissing(): DeployError {
  return new DeployError('GIT_MISSING', 'git cannot be started', {
    category: 'usage',
    hint: 'install git and check PATH',
  });
}

export function notARepository(folder: string): DeployError {
  return new DeployError('NOT_A_REPOSITORY', `${folder} is not in a git repository`, {
    category: 'usage',
    hint: 'a release is a git tag or commit: run it in the checkout, or run git init and commit',
    details: { folder },
  });
}

export function gitFailed(complaint: string, folder: string): DeployError {
  return new DeployError('GIT_FAILED', `git cannot read the repository of ${folder}: ${complaint}`, {
    category: 'usage',
    hint: `run git -C ${folder} status; a checkout of another user needs git config --global --add safe.directory ${folder}`,
    details: { folder },
  });
}

export function noCommits(folder: string): DeployError {
  return new DeployError('NO_COMMITS', `the repository of ${folder} has no commits`, {
    category: 'usage',
    hint: 'commit first: git add . && git commit',
    details: { folder },
  });
}

export function tagUnknown(tag: string, names: readonly string[], shallow: boolean): DeployError {
  const nearest = nearestName(tag, names);
  const parts = [
    ...(nearest === null ? [] : [`did you mean "${nearest}"?`]),
    ...(names.length === 0 ? [] : [`the newest tags are: ${names.slice(0, 10).join(', ')}`]),
    ...(names.length === 0 || shallow ? ['tags may be missing here: git fetch --tags'] : []),
  ];
  const hint = parts.join('; ').replace('?;', '?');
  return new DeployError('TAG_UNKNOWN', `there is no git tag "${tag}"`, {
    category: 'usage',
    hint,
    details: { tag, nearest, names, shallow },
  });
}

/** A CI's variables name a tag that is not in the checkout: nothing says that it is this commit. */
export function tagNotFetched(tag: string, origin: RefOrigin): DeployError {
  return new DeployError(
    'TAG_NOT_FETCHED',
    `the pipeline's variables name tag "${tag}", but this checkout has no such tag`,
    {
      category: 'refused',
      hint: 'fetch it: git fetch --tags, or let the checkout do it (fetch-depth: 0, GIT_DEPTH: 0)',
      details: { tag, origin },
    },
  );
}

export interface NotCheckedOut {
  readonly tag: string;
  readonly tagCommit: string;
  readonly commit: string;
}

/** A CI's variables name a tag of another commit than the one that is checked out. */
export function tagNotCheckedOut({ tag, tagCommit, commit }: NotCheckedOut): DeployError {
  return new DeployError(
    'TAG_NOT_CHECKED_OUT',
    `the pipeline's variables name tag "${tag}", which is commit ${tagCommit.slice(0, 7)}, and ${commit.slice(0, 7)} is checked out`,
    { category: 'refused', hint: `git checkout ${tag}`, details: { tag, tagCommit, commit } },
  );
}

export function commitNotCheckedOut(expected: string, commit: string, origin: RefOrigin): DeployError {
  return new DeployError(
    'COMMIT_NOT_CHECKED_OUT',
    `the pipeline runs for commit ${expected.slice(0, 7)}, but ${commit.slice(0, 7)} is checked out`,
    {
      category: 'refused',
      hint: `git checkout ${expected.slice(0, 7)}, or choose a tag with --tag`,
      details: { expected, commit, origin },
    },
  );
}

export function noRef(origin: RefOrigin, commit: string): DeployError {
  const inCi = origin !== 'git';
  return new DeployError(
    'NO_REF',
    inCi
      ? 'this pipeline runs for neither a tag nor a branch, but for example for a merge or pull request'
      : `commit ${commit.slice(0, 7)} is checked out without a branch, and has no tag`,
    { category: 'usage', hint: 'name a tag with --tag, or check out a tag or a branch', details: { origin, commit } },
  );
}

/** The expression of a tag rule tries without end on a ref. */
export function tagRuleEndless(at: {
  readonly rule: string;
  readonly index: number;
  readonly ref: string;
}): DeployError {
  const { rule, index, ref } = at;
  return new DeployError('TAG_RULE_ENDLESS', `tagRules[${index}] (${rule}) takes too long to match "${ref}"`, {
    category: 'usage',
    hint: 'write it without a repetition inside a repetition: v[0-9]+ instead of (v[0-9]*)*',
    details: at,
  });
}

/** `--changed-since` names nothing that is in the clone. */
export function refUnknown(
  ref: string,
  { nearest, shallow }: { readonly nearest: string | null; readonly shallow: boolean },
): DeployError {
  const fetch = shallow
    ? `this is a shallow clone: git fetch --unshallow --tags (or fetch-depth: 0, GIT_DEPTH: 0)`
    : `it may not be fetched yet: git fetch --tags origin`;
  return new DeployError('CHANGED_SINCE_UNKNOWN', `there is no tag, branch or commit "${ref}" in this clone`, {
    category: 'usage',
    hint: `${nearest === null ? '' : `did you mean "${nearest}"? `}${fetch}`,
    details: { ref, nearest, shallow },
  });
}

/** The release and a branch have nothing in common that is in the clone. */
export function noCommonCommit(ref: string, shallow: boolean): DeployError {
  return new DeployError(
    'CHANGED_SINCE_UNRELATED',
    shallow
      ? `this shallow clone does not reach back to where the release has left "${ref}"`
      : `the release and "${ref}" have no commit in common`,
    {
      category: 'usage',
      hint: shallow
        ? 'git fetch --unshallow (or fetch-depth: 0, GIT_DEPTH: 0)'
        : 'name a tag or a commit: it is compared as it is',
      details: { ref, shallow },
    },
  );
}
