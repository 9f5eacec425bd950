import { AwsFault } from '../model/service.ts';
import type { World } from '../world/world.ts';

/** How a request ended once latency and faults have had their say. */
export type Disturbed<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** `done`: what would have been answered; null: nothing was worked on. */
  | { readonly kind: 'cut'; readonly done: Answer | null }
  | {
      readonly kind: 'raw';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };

/** Does the work of an operation, late or not at all if latency or a fault is ordered for it. Throws `AwsFault`. */
export async function disturb<Answer>(
  { clock, faults }: World,
  operation: string,
  work: () => Promise<Answer>,
): Promise<Disturbed<Answer>> {
  const latency = faults.latencyOf(operation);
  if (latency > 0) await clock.delay(latency);
  const fault = faults.take(operation);
  if (fault === null) return { kind: 'answer', answer: await work() };
  if ('delay' in fault) {
    await clock.delay(fault.delay);
    return { kind: 'answer', answer: await work() };
  }
  if ('reset' in fault) {
    return { kind: 'cut', done: fault.reset === 'after' ? await work() : null };
  }
  if ('body' in fault) return { kind: 'raw', headers: {}, ...fault };
  const usual = usualAnswers[fault.code];
  throw new AwsFault(fault.code, fault.message ?? usual?.message ?? fault.code, fault.status ?? usual?.status ?? 400);
}

const usualAnswers: Readonly<Record<string, { readonly message: string; readonly status?: number }>> = {
  ThrottlingException: { message: 'Rate exceeded' },
  Throttling: { message: 'Rate exceeded' },
  ExpiredTokenException: { message: 'The security token included in the request is expired' },
  ExpiredToken: { message: 'The security token included in the request is expired', status: 403 },
  UnrecognizedClientException: { message: 'The security token included in the request is invalid.' },
  AccessDenied: { message: 'Access Denied', status: 403 },
  ServerException: { message: 'Service Unavailable. Please try again later.', status: 500 },
  InternalFailure: { message: 'The request processing has failed because of an unknown error.', status: 500 },
  ServiceUnavailable: { message: 'The request has failed due to a temporary failure of the server.', status: 503 },
  TOOMANYREQUESTS: { message: 'Rate exceeded', status: 429 },
  DENIED: { message: 'Not authorized', status: 403 },
};
