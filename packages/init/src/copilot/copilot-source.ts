import { basename } from 'node:path';
import { callerAccount } from '@funade/aws';
import { type Environment, errorInfo, isDeployError, type RunContext } from '@funade/core';
import type { FoundProject } from '../model/found-project.ts';
import type { SourceRequest } from '../model/source-request.ts';
import { validName } from '../text/environment-name.ts';
import { onlyServices } from '../text/only-services.ts';
import { convertCopilot } from './convert-copilot.ts';
import { environmentNames, nameOf } from './environment-names.ts';
import { copilotDeploysNothing } from './errors.ts';
import { lookUpEnvironment, readPlaces } from './look-up-copilot.ts';
import type { CopilotApplication, CopilotLive, LiveEnvironment } from './model.ts';
import { readCopilot } from './read-copilot.ts';
import { readStages } from './read-stages.ts';

/** Opens a context to read AWS with. */
export type OpenContext = (environment: Environment) => RunContext;

/** `funade init --from copilot`: an application of Copilot as a project, with what it has made, where credentials are at hand. */
export async function copilotSource(request: SourceRequest, open: OpenContext): Promise<FoundProject> {
  const application = await readCopilot(request.cwd, request.paths[0] ?? '.');
  const live = await lookUp(application, request, open);
  const project = request.project ?? (validName(application.name) || validName(basename(request.cwd)) || 'app');
  const found = convertCopilot(application, live, { ...request, project });
  if (Object.keys(found.services).length > 0) return onlyServices(found, request.services);
  const others = found.left.filter(({ place }) => application.workloads.some(({ file }) => place.startsWith(file)));
  throw copilotDeploysNothing(
    application.name,
    others.map(({ what, reason }) => `${what}: ${reason}`),
  );
}

async function lookUp(
  application: CopilotApplication,
  request: SourceRequest,
  open: OpenContext,
): Promise<CopilotLive> {
  const region = request.region ?? (request.env.AWS_REGION || request.env.AWS_DEFAULT_REGION || null);
  if (region === null)
    return { looked: false, reason: 'the region of the application is not known: pass --region, or set AWS_REGION' };
  const unknown: Environment = { name: 'copilot', account: '', region, role: null, confirm: false };
  try {
    const account = await callerAccount(open(unknown));
    const names = environmentNames(application, readStages(application.pipelines).stages);
    const places = await readPlaces(application.name, names, open({ ...unknown, account }));
    const found = new Map<string, LiveEnvironment>();
    const workloads = application.workloads.map(nameOf);
    for (const [name, place] of places) {
      const elsewhere = place.account !== account && request.role === null;
      const context = open({ ...unknown, ...place, name, role: place.account === account ? null : request.role });
      found.set(
        name,
        elsewhere
          ? { ...place, cluster: null, services: new Map() }
          : await lookUpEnvironment({ name: application.name, workloads }, context),
      );
    }
    return { looked: true, environments: found };
  } catch (error) {
    request.signal.throwIfAborted();
    if (!isDeployError(error)) throw error;
    return { looked: false, reason: errorInfo(error).message };
  }
}
