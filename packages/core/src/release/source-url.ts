/**
 * URL of a git remote as it may be shown: without user, password, query and fragment. `git@host:path` becomes
 * `ssh://host/path`; a path on this machine is nobody's source and gives null.
 */
export function sourceUrl(remote: string): string | null {
  const scp = /^(?:[^@/\s]+@)?(?<host>[A-Za-z0-9.-]+):(?!\/\/)(?<path>[^\\\s]+)$/.exec(remote);
  if (scp?.groups !== undefined && !/^[A-Za-z]$/.test(scp.groups.host ?? '')) {
    return `ssh://${scp.groups.host}/${(scp.groups.path ?? '').replace(/^\/+/, '')}`;
  }
  const plain = withoutOddLogin(remote);
  if (plain === null || !URL.canParse(plain)) return null;
  const url = new URL(plain);
  if (!['http:', 'https:', 'ssh:', 'git:', 'git+ssh:'].includes(url.protocol) || url.host === '') return null;
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/**
 * A password with an `@` and a slash that nobody has encoded reaches into what a parser takes for the path: what stands
 * before the last `@` goes. Null where that may be a part of the path as well as of a password.
 */
function withoutOddLogin(remote: string): string | null {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/is.exec(remote) ?? [];
  const slash = rest.search(/[/?#]/);
  const at = rest.lastIndexOf('@');
  if (slash === -1 || at < slash) return remote;
  const authority = rest.slice(0, slash);
  if (authority.includes('@')) return `${scheme}${rest.slice(at + 1)}`;
  return authority.includes(':') ? null : remote;
}
