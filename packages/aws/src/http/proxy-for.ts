import { BlockList, isIP } from 'node:net';
import type { RunContext } from '@funade/core';
import { badProxy } from './network-errors.ts';

/** Hosts of this machine and of AWS's metadata: no proxy stands between them and us. */
const neverProxied = ['localhost', '127.0.0.0/8', '::1', '169.254.0.0/16', 'fd00:ec2::/32'];

/**
 * The proxy that the variables name for a URL; null: none. `HTTPS_PROXY` is for https, `HTTP_PROXY` for http, each also in
 * small letters. Without a scheme it is `http://`. `NO_PROXY` lists what goes without: `*`, `example.com` (with everything
 * below it), `.example.com` (only what is below), addresses, ranges (`10.0.0.0/8`), each with a port or without.
 *
 * Source: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html, https://everything.curl.dev/usingcurl/proxies/env.html
 * @throws PROXY_INVALID
 */
export function proxyFor(url: URL, env: RunContext['env']): URL | null {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const text = (env[name] || env[name.toLowerCase()] || '').trim();
  if (text === '' || goesDirectly(url, env.NO_PROXY || env.no_proxy || '')) return null;
  const proxy = parseProxy(text);
  if (proxy === null) throw badProxy(name);
  return proxy;
}

function parseProxy(text: string): URL | null {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(whole)) return null;
  const proxy = new URL(whole);
  return /^https?:$/.test(proxy.protocol) && proxy.hostname !== '' && isEncoded(proxy) ? proxy : null;
}

function isEncoded({ username, password }: URL): boolean {
  try {
    return decodeURIComponent(username + password).length >= 0;
  } catch {
    return false;
  }
}

function goesDirectly(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const entries = noProxy.toLowerCase().split(/[\s,]+/);
  return [...neverProxied, ...entries].some((entry) => entry !== '' && covers(entry, host, port));
}

function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const { name, only } = splitPort(entry);
  if (only !== null && only !== port) return false;
  if (isIP(host) !== 0) return coversAddress(name, host);
  const domain = name.replace(/^\*?\./, '');
  return host.endsWith(`.${domain}`) || (domain === name && host === domain);
}

/** `example.com:8443`, `[::1]:443`; an IPv6 address without brackets has no port. */
function splitPort(entry: string): { readonly name: string; readonly only: string | null } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(entry);
  if (bracketed !== null) return { name: bracketed[1] ?? '', only: bracketed[2] ?? null };
  const plain = /^([^:]+):(\d+)$/.exec(entry);
  return plain === null ? { name: entry, only: null } : { name: plain[1] ?? '', only: plain[2] ?? null };
}

function coversAddress(entry: string, address: string): boolean {
  const [network = '', prefix] = entry.split('/');
  const family = isIP(network);
  if (family === 0 || family !== isIP(address)) return false;
  const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family === 4 ? 'ipv4' : 'ipv6');
  return list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** How messages call a proxy: without its user and password. */
export function proxyName(proxy: URL): string {
  return proxy.origin;
}
