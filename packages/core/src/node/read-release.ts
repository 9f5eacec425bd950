import type { DeployError } from '../model/error.ts';
import { type CiRef, ciRef } from '../release/ci-ref.ts';
import {
  commitNotCheckedOut,
  gitFailed,
  gitMissing,
  noCommits,
  noRef,
  notARepository,
  tagNotCheckedOut,
  tagNotFetched,
  tagUnknown,
} from '../release/errors.ts';
import type { GitFacts, GitRef } from '../release/git-facts.ts';
import { decoratedTags, relativeTo, statusHeader, statusPaths } from '../release/git-output.ts';
import { sourceUrl } from '../release/source-url.ts';
import { complaint, type Env, type Git, gitIn } from './git.ts';
import { withoutOwnFiles } from './own-files.ts';
import type { RunResult } from './run-file.ts';
import { foldersOfWorkTree } from './work-tree.ts';

export interface ReadReleaseOptions {
  /** Absolute path of the config's folder. */
  readonly root: string;
  /** `--tag`. Default: what the CI's variables say, else what git says. */
  readonly tag?: string;
  readonly env: Env;
}

/**
 * Reads what is checked out: four git commands at once, none of which writes.
 *
 * Throws `GIT_MISSING`, `NOT_A_REPOSITORY`, `GIT_FAILED`, `NO_COMMITS`, `TAG_UNKNOWN`, `TAG_NOT_CHECKED_OUT`,
 * `TAG_NOT_FETCHED`, `COMMIT_NOT_CHECKED_OUT` and `NO_REF`.
 */
export async function readRelease({ root, tag, env }: ReadReleaseOptions): Promise<GitFacts> {
  const git = gitIn(root, env);
  const ci = tag === undefined ? ciRef(env) : null;
  const wanted = tag ?? (ci?.ref?.type === 'tag' ? ci.ref.name : null);
  const [place, status, head, remotes] = await Promise.all([
    git(
      'rev-parse',
      '--is-shallow-repository',
      '--show-prefix',
      ...(wanted === null ? [] : [`refs/tags/${wanted}^{commit}`]),
    ),
    git('status', '--porcelain=v2', '--branch', '-z', '--untracked-files=all', '--ignore-submodules=none'),
    git(
      'log',
      '-1',
      '--no-show-signature',
      '--decorate=full',
      '--decorate-refs=refs/tags',
      '--format=%H%n%ct%n%D',
      'HEAD',
      '--',
    ),
    git('config', '-z', '--get-regexp', '^remote\\..*\\.url$'),
  ]);
  const [shallow = '', prefix = '', tagCommit = ''] = place.stdout.split('\n');
  // A tag that is not there makes `rev-parse` fail after it has told the rest.
  if (shallow === '' || !status.ok) throw unreadable(root, shallow === '' ? place : status);
  if (!head.ok) throw noCommits(root);
  const [checkedOut = '', time = '', decorations = ''] = head.stdout.split('\n');
  const checkout: Checkout = { git, commit: checkedOut, ci, shallow: shallow === 'true', branch: branchOf(status) };
  const common = {
    origin: tag !== undefined ? 'option' : (ci?.origin ?? 'git'),
    dirtyPaths: await withoutOwnFiles(root, relativeTo(prefix, statusPaths(status.stdout))),
    source: sourceOf(remotes.stdout),
  } as const;
  if (wanted === null) {
    const refs = refsOf(checkout, decoratedTags(decorations));
    return { ...common, refs, commit: checkedOut, commitTime: Number(time) };
  }
  const refs = [await tagRef(wanted, place.ok ? tagCommit : null, checkout)];
  if (tagCommit === checkedOut) return { ...common, refs, commit: checkedOut, commitTime: Number(time) };
  return { ...common, refs, commit: tagCommit, commitTime: await timeOf(tagCommit, git), checkedOut };
}

interface Checkout {
  readonly git: Git;
  readonly commit: string;
  readonly shallow: boolean;
  /** Null when no branch is checked out. */
  readonly branch: string | null;
  readonly ci: CiRef | null;
}

function unreadable(root: string, result: RunResult): DeployError {
  if (result.missing) return gitMissing();
  return foldersOfWorkTree(root) !== null ? gitFailed(complaint(result), root) : notARepository(root);
}

function branchOf(status: RunResult): string | null {
  const head = statusHeader(status.stdout, 'branch.head');
  return head === null || head === '(detached)' ? null : head;
}

/** What is meant when nobody named a tag: the CI's branch, or the tags of the commit and then its branch. */
function refsOf({ commit, branch, ci }: Checkout, tags: readonly string[]): readonly GitRef[] {
  if (ci !== null) {
    if (ci.ref === null) throw noRef(ci.origin, commit);
    requireCommit(ci, commit);
    return [ci.ref];
  }
  const refs: readonly GitRef[] = [
    ...tags.map((name) => ({ type: 'tag', name }) as const),
    ...(branch === null ? [] : [{ type: 'branch', name: branch } as const]),
  ];
  if (refs.length === 0) throw noRef('git', commit);
  return refs;
}

/**
 * A tag that is there. One that a CI's variables name is the commit that the pipeline runs for and that is checked out:
 * whoever starts a pipeline can set its variables. One that the user names may be any: what is built is looked at later.
 */
async function tagRef(name: string, tagCommit: string | null, { git, commit, shallow, ci }: Checkout): Promise<GitRef> {
  if (ci !== null) requireCommit(ci, commit);
  if (tagCommit === null) {
    if (ci === null) throw tagUnknown(name, await allTags(git), shallow);
    throw tagNotFetched(name, ci.origin);
  }
  if (ci !== null && tagCommit !== commit) throw tagNotCheckedOut({ tag: name, tagCommit, commit });
  return { type: 'tag', name };
}

async function timeOf(commit: string, git: Git): Promise<number> {
  const { stdout } = await git('log', '-1', '--no-show-signature', '--format=%ct', commit, '--');
  return Number(stdout.trim());
}

function requireCommit(ci: CiRef, commit: string): void {
  if (ci.commit !== null && ci.commit !== commit) throw commitNotCheckedOut(ci.commit, commit, ci.origin);
}

async function allTags(git: Git): Promise<readonly string[]> {
  const { stdout } = await git('for-each-ref', '--format=%(refname:lstrip=2)', '--sort=-creatordate', 'refs/tags');
  return stdout.split('\n').filter((name) => name !== '');
}

/** The remote `origin`, else the first one. */
function sourceOf(output: string): string | null {
  const remotes = output.split('\0').flatMap((entry) => {
    const end = entry.indexOf('\n');
    return end === -1 ? [] : [{ key: entry.slice(0, end), url: entry.slice(end + 1) }];
  });
  const remote = remotes.find(({ key }) => key === 'remote.origin.url') ?? remotes[0];
  return remote === undefined ? null : sourceUrl(remote.url);
}
