import { expect, test } from 'vitest';
import { maySeeLogin } from './login-host.ts';

test.each([
  ['its own host', 'https://ghcr.io/token', 'ghcr.io', true],
  ['its own host and port', 'https://registry.example.com:5000/token', 'registry.example.com:5000', true],
  ['its own host at another port', 'https://registry.example.com:5001/token', 'registry.example.com:5000', false],
  ['that of Docker Hub', 'https://auth.docker.io/token', 'docker.io', true],
  ['that of GitLab', 'https://gitlab.com/jwt/auth', 'registry.gitlab.com', true],
  ['that of somebody else', 'https://auth.docker.io/token', 'registry.example.com', false],
  ['another host', 'https://evil.example/token', 'registry.example.com', false],
  ['a host that ends alike', 'https://evilregistry.example.com/token', 'registry.example.com', false],
  ['one below', 'https://auth.registry.example.com/token', 'registry.example.com', false],
  ['its own host without TLS', 'http://registry.example.com/token', 'registry.example.com', false],
  ['this machine without TLS', 'http://127.0.0.1:5000/token', '127.0.0.1:5000', true],
  ['a user in front of the host', 'https://ghcr.io@evil.example/token', 'ghcr.io', false],
])('a login goes to %s: %s of %s', (...[, realm, registry, may]) => {
  expect(maySeeLogin(new URL(realm), registry)).toBe(may);
});

test('a login goes to a host that the user allows, for that registry and over TLS', () => {
  const own = 'other.example.com=sso.example.com, registry.example.com=gitlab.example.com';
  const to = (realm: string): boolean => maySeeLogin(new URL(realm), 'registry.example.com', own);
  expect(to('https://gitlab.example.com/jwt/auth')).toBe(true);
  expect(to('http://gitlab.example.com/jwt/auth')).toBe(false);
  expect(to('https://sso.example.com/jwt/auth')).toBe(false);
});
