/** What is known of the CI that deploys. */
export interface CiFacts {
  readonly ci: 'gitlab' | 'github' | null;
  /** URL of the git remote; null: there is none. */
  readonly remote: string | null;
}

/** Patterns of the subjects that the CI's tokens have: of this project where its remote says which, else of any. */
export function ciSubjects({ ci, remote }: CiFacts): readonly string[] {
  const path = remote === null ? null : projectPath(remote);
  const gitlab = `project_path:${path ?? '*'}:*`;
  const github = `repo:${path ?? '*'}:*`;
  if (ci === null) return [gitlab, github];
  return [ci === 'gitlab' ? gitlab : github];
}

/** `git@gitlab.com:group/project.git` and `https://github.com/owner/name` are `group/project` and `owner/name`. */
function projectPath(remote: string): string | null {
  const [, path] = /^(?:[a-z+]+:\/\/(?:[^/]*@)?[^/]+\/|[^/@]*@?[^/:]+:)(.+?)(?:\.git)?\/?$/.exec(remote) ?? [];
  return path ?? null;
}
