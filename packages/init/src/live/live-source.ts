import type { RunContext } from '@funade/core';
import type { FoundProject } from '../model/found-project.ts';
import { convertLive } from './convert-live.ts';
import { type LiveWanted, readLive } from './read-live.ts';

/** What is read, and how a config is made of it. */
export interface LiveRequest extends LiveWanted {
  readonly project: string;
  readonly definitions: boolean;
}

/** `funade init --from live`: what runs in a cluster of the context's environment, as a project. Reads only. */
export async function liveSource(request: LiveRequest, context: RunContext): Promise<FoundProject> {
  return convertLive(await readLive(request, context), request);
}
