import type { History, Relation } from '../model/lineage.ts';
import { type Env, gitIn } from './git.ts';

/** A commit id, full or short; nothing else that a tag or a label holds is handed to git. */
const commitId = /^[0-9a-f]{7,64}$/;

/** The order of commits as the repository of a folder has it: asked of git, which writes nothing and fetches nothing. */
export function gitHistory(folder: string, env: Env): History {
  const git = gitIn(folder, { ...env, GIT_NO_LAZY_FETCH: '1' });
  const isAncestor = async (one: string, other: string): Promise<boolean> =>
    (await git('merge-base', '--is-ancestor', one, other)).ok;
  return {
    async relate(commit, running): Promise<Relation> {
      if (commit === running) return 'same';
      if (!commitId.test(commit) || !commitId.test(running)) return 'unknown';
      const [place, known, older, newer] = await Promise.all([
        git('rev-parse', '--is-shallow-repository'),
        git('cat-file', '-e', `${running}^{commit}`),
        isAncestor(commit, running),
        isAncestor(running, commit),
      ]);
      if (older && newer) return 'same';
      if (older) return 'older';
      if (newer) return 'newer';
      // In a shallow clone what is missing may lie between the two.
      if (place.stdout.trim() === 'true') return 'shallow';
      return known.ok ? 'unrelated' : 'unknown';
    },
  };
}
