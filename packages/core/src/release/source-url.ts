/**
 * URL of a git remote as it may be shown: without user, password, query and fragment. `git@host:path` becomes
 * `ssh://host/path`; a path on this machine is nobody's source and gives null.
 */
export function sourceUrl(remote: string): string | null {
  const scp = /^(?:[^@/\s]+@)?(?<host>[A-Za-z0-9.-]+):(?!\/\/)(?<path>[^\\\s]+)$/.exec(remote);
  if (scp?.groups !== undefined && !/^[A-Za-z]$/.test(scp.groups.host ?? '')) {
    return `ssh://${scp.groups.host}/${(scp.groups.path ?? '').replace(/^\/+/, '')}`;
  }
  if (!URL.canParse(remote)) return null;
  const url = new URL(remote);
  if (!['http:', 'https:', 'ssh:', 'git:', 'git+ssh:'].includes(url.protocol) || url.host === '') return null;
  return `${url.protocol}//${url.host}${url.pathname}`;
}
