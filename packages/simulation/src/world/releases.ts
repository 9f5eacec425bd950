import type { RunContext } from '@funade/core';
import { type ReleaseName, releases } from '../model/story.ts';

/** The commit of a release: the commits lie on one line. */
export function commitOf(release: ReleaseName): string {
  return String(releases.indexOf(release) + 1).repeat(40);
}

/** What git says of a checkout of a release. */
export function gitFactsOf(release: ReleaseName) {
  return {
    refs: [{ type: 'tag', name: release }],
    origin: 'option',
    commit: commitOf(release),
    commitTime: 1_760_000_000 + 3600 * releases.indexOf(release),
    dirtyPaths: [],
    source: null,
  } as const;
}

/** The order of the commits, as a repository has it. */
export const history: NonNullable<RunContext['history']> = {
  async relate(commit, running) {
    const [own, other] = [commit, running].map((id) => releases.findIndex((release) => commitOf(release) === id));
    if (own === undefined || other === undefined || own < 0 || other < 0) return 'unknown';
    return own === other ? 'same' : own > other ? 'newer' : 'older';
  },
};
