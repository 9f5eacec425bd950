import { DeployError, type Json, type StepContext } from 'funade';

/** How long one answer may take, in milliseconds. */
const patience = 10_000;

/** A URL answered with no. A conflict or a prohibition is somebody's rule, and no failure. */
const hookFailed = (url: string, status: number): DeployError =>
  new DeployError('HOOK_FAILED', `${url} answered ${status}`, {
    category: status === 403 || status === 409 ? 'refused' : 'failed',
    details: { url, status },
    hint: 'see the log of whoever answers there',
  });

/** Nobody answered. */
export const hookUnreachable = (url: string, cause: unknown): DeployError =>
  new DeployError('HOOK_UNREACHABLE', `nobody answers at ${url}`, { cause, details: { url } });

/** Sends one call and returns its answer, which is JSON or nothing. */
export async function send(
  { url, method, body }: { readonly url: string; readonly method: 'GET' | 'POST' | 'PUT'; readonly body?: Json },
  { signal }: Pick<StepContext, 'signal'>,
): Promise<Json> {
  const answer = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw hookUnreachable(url, error);
  });
  if (answer.status >= 400) throw hookFailed(url, answer.status);
  const text = await answer.text();
  return text === '' ? null : JSON.parse(text);
}
