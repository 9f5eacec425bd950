/**
 * Names that lead to this machine wherever they are looked up; containers of Docker Desktop call it by the last one. A name
 * without any dot is no name of the web, and what containers of one network call each other.
 */
const near = /^([a-z0-9_-]+|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\]|host\.docker\.internal)(:\d{1,5})?$/i;

/** Whether a Host header names this machine. Without one (HTTP/1.0) there is nothing to be misled by. */
export function isLoopbackHost(host: string | undefined): boolean {
  return host === undefined || near.test(host);
}
