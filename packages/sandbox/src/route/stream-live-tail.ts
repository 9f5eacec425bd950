import { wallTime } from '../clock/wall-time.ts';
import type { Scope, WireObject } from '../model/service.ts';
import { liveTailUpdate } from '../services/ecs/index.ts';
import { encodeEvent } from '../wire/event-stream.ts';
import type { Outgoing } from '../wire/exchange.ts';
import type { World } from '../world/world.ts';

/** Milliseconds of sandbox time between two updates, and for which a session lives. */
const updateEvery = 1000;
const longest = 3 * 3600 * 1000;

/** Milliseconds of wall time after which it is looked how late it is: nobody waits here on the sandbox's clock, which would move it. */
const glance = 20;

/** What is streamed. */
export interface LiveTail extends Scope {
  readonly input: WireObject;
  /** What the session begins with. */
  readonly start: WireObject;
  readonly requestId: string;
}

/** Streams a live tail until the client goes or the session has lived long enough. */
export async function streamLiveTail(
  world: World,
  { account, region, input, start, requestId }: LiveTail,
  response: Outgoing,
): Promise<void> {
  const { clock, hosted, lookup } = world;
  response.writeHead(200, {
    'content-type': 'application/vnd.amazon.eventstream',
    'x-amzn-requestid': requestId,
  });
  response.write(encodeEvent({ event: 'initial-response' }, {}));
  response.write(encodeEvent({ event: 'sessionStart' }, start));
  const began = clock.now();
  let after = began;
  // A stream that is open is no work that time has to wait for.
  clock.leave();
  try {
    while (!response.destroyed && clock.now() - began < longest) {
      await wallTime(glance);
      const until = clock.now();
      if (until - after < updateEvery) continue;
      hosted.ecs.advance(until, lookup);
      const update = liveTailUpdate(hosted.ecs.stateOf({ account, region }), input, { after, until });
      after = until;
      if (!response.destroyed) response.write(encodeEvent({ event: 'sessionUpdate' }, update));
    }
  } finally {
    clock.enter();
  }
  if (response.destroyed) return;
  response.write(encodeEvent({ exception: 'SessionTimeoutException' }, { message: 'The session has timed out.' }));
  response.end();
}
