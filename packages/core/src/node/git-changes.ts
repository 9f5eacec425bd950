import type { SourceChanges } from '../model/changes.ts';
import { nearestName } from '../model/nearest.ts';
import { noCommonCommit, refUnknown } from '../release/errors.ts';
import { relativeTo } from '../release/git-output.ts';
import { type Env, gitIn } from './git.ts';

/** What has changed in the repository of a folder, asked of git, which writes nothing and fetches nothing. */
export function gitChanges(folder: string, env: Env): SourceChanges {
  const git = gitIn(folder, { ...env, GIT_NO_LAZY_FETCH: '1' });
  const commitOf = async (ref: string): Promise<string | null> => {
    const { ok, stdout } = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
    return ok ? stdout.trim() : null;
  };
  const isShallow = async (): Promise<boolean> =>
    (await git('rev-parse', '--is-shallow-repository')).stdout.trim() === 'true';
  const isBranch = async (ref: string): Promise<boolean> => {
    const { stdout } = await git('rev-parse', '--symbolic-full-name', '--end-of-options', ref);
    return /^refs\/(?:heads|remotes)\//m.test(stdout);
  };
  return {
    async since(ref, commit) {
      // A clone of a CI has branches of the remote alone.
      const candidates = ref.startsWith('-') ? [] : [ref, `refs/remotes/origin/${ref}`];
      for (const candidate of candidates) {
        const found = await commitOf(candidate);
        if (found === null) continue;
        if (!(await isBranch(candidate))) return { ref, commit: found };
        const { ok, stdout } = await git('merge-base', commit, found);
        if (!ok) throw noCommonCommit(ref, await isShallow());
        return { ref, commit: stdout.trim() };
      }
      const { stdout } = await git('for-each-ref', '--format=%(refname:lstrip=2)', '--sort=-creatordate');
      const names = stdout.split('\n').filter((name) => name !== '');
      throw refUnknown(ref, { nearest: nearestName(ref, names), shallow: await isShallow() });
    },
    async between(from, to) {
      const [place, changed] = await Promise.all([
        git('rev-parse', '--show-prefix'),
        git('diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--ignore-submodules=none', from, to, '--'),
      ]);
      if (!changed.ok) return null;
      const paths = changed.stdout.split('\0').filter((path) => path !== '');
      return relativeTo(place.stdout.trim(), paths);
    },
  };
}
