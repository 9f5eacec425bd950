import { copilotSource, type FoundProject, type SourceRequest } from '@funade/init';
import type { Interruption } from '../model/interruption.ts';
import type { InitOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { initContexts } from './init-context.ts';

/** Reads an application of Copilot as a project, and what it has made in AWS where credentials are at hand. */
export async function findCopilot(
  request: SourceRequest,
  { options, io }: { readonly options: InitOptions; readonly io: Io },
  interruption: Interruption,
): Promise<FoundProject> {
  const contexts = initContexts({ project: request.project ?? 'copilot', trace: options.trace }, io, interruption);
  try {
    return await copilotSource(request, contexts.open);
  } finally {
    await contexts.close();
  }
}
