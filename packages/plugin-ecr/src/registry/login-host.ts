/** Registries whose documentation names another host that gives their tokens. */
const documented: Readonly<Record<string, string>> = {
  // https://distribution.github.io/distribution/spec/auth/token/
  'docker.io': 'auth.docker.io',
  // https://docs.gitlab.com/administration/packages/container_registry/
  'registry.gitlab.com': 'gitlab.com',
  // https://www.docker.elastic.co/
  'docker.elastic.co': 'docker-auth.elastic.co',
};

/**
 * Whether the place that a registry sends its users to for a token may see their login: over TLS, at the registry's own
 * host or the one that its documentation names, or one that `own` allows. On this machine TLS is not asked for.
 *
 * `own` is `FUNADE_REGISTRY_AUTH_HOSTS`: `registry.example.com=gitlab.example.com, …`
 */
export function maySeeLogin(realm: URL, registry: string, own = ''): boolean {
  const allowed = own.split(',').map((entry) => entry.trim().split('='));
  const hosts = [
    registry,
    documented[registry],
    ...allowed.map(([host, login]) => (host === registry ? login : undefined)),
  ];
  if (!hosts.some((host) => host === realm.host)) return false;
  return realm.protocol === 'https:' || isThisMachine(realm.hostname);
}

/** `localhost`, `127.0.0.1`, `[::1]`. */
export function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
