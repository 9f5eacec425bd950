import {
  type DiagnoseRequest,
  type Finding,
  findingOf,
  type JsonObject,
  type PluginTarget,
  type RunContext,
} from '@funade/core';
import { describeTaskDefinition } from '../api/describe-task-definition.ts';
import { useEcs } from '../api/ecs-client.ts';
import { placeKey, readServices } from '../operations/read-standing.ts';
import { withoutJobs } from '../options/jobs.ts';
import type { EcsOptions, EcsTargetOptions } from '../options/options.ts';
import { checkLogGroups } from '../verify/check-log-groups.ts';
import { checkRoles } from '../verify/check-roles.ts';

/** Looks at the services, the roles and log groups of what they run, and whether ECS Exec is on. */
export async function diagnose(
  request: DiagnoseRequest<EcsTargetOptions>,
  context: RunContext,
): Promise<readonly Finding[]> {
  const { targets } = withoutJobs(request);
  if (!request.online || targets.length === 0) return [];
  const findings = await Promise.all(targets.map((target) => lookAtService(target, context)));
  return findings.flat();
}

async function lookAtService(target: PluginTarget<EcsOptions>, context: RunContext): Promise<readonly Finding[]> {
  const { id, options } = target;
  const about = { kind: 'service', what: `service ${options.service} (${id})` };
  try {
    const ecs = await useEcs(context);
    const service = (await readServices(ecs, [target], context)).get(placeKey(options)) ?? null;
    if (service?.status !== 'ACTIVE') {
      const creates = options.taskDefinition !== undefined && options.taskDefinition !== 'latest';
      const text = `cluster ${options.cluster} has no such service`;
      return [
        creates
          ? { ...about, result: 'ok', text: `${text}; a deploy creates it`, mend: null }
          : {
              ...about,
              result: 'failed',
              text,
              mend: 'correct `ecs.service`, or describe how to create it: `ecs.taskDefinition` and `ecs.settings`',
            },
      ];
    }
    const running = service.taskDefinition ?? '';
    const exec = service.enableExecuteCommand === true;
    const definition = running === '' ? {} : (await describeTaskDefinition(ecs, running, context)).taskDefinition;
    return [
      { ...about, result: 'ok', text: `runs ${running.split('/').at(-1) ?? ''}`, mend: null },
      execFinding({ id, exec }),
      ...(await lookAtReferences({ id, options, definition }, context)),
    ];
  } catch (error) {
    context.signal.throwIfAborted();
    return [findingOf(about, error)];
  }
}

function execFinding({ id, exec }: { readonly id: string; readonly exec: boolean }): Finding {
  const about = { kind: 'exec', what: `ECS Exec (${id})` };
  if (exec) return { ...about, result: 'ok', text: 'enabled', mend: null };
  return {
    ...about,
    result: 'ok',
    text: 'off: `funade exec` needs `ecs.settings.enableExecuteCommand: true` and a deploy',
    mend: null,
  };
}

async function lookAtReferences(
  what: { readonly id: PluginTarget['id']; readonly options: EcsTargetOptions; readonly definition: JsonObject },
  context: RunContext,
): Promise<readonly Finding[]> {
  const verified = [{ ...what, service: null, settings: {}, images: [] }];
  const checks = [...(await checkLogGroups(verified, context)), ...(await checkRoles(verified, context))];
  return checks.map(({ kind, what: name, result, reason }) => ({
    kind,
    what: `${name} (${what.id})`,
    result: result === 'not-permitted' ? 'unknown' : result,
    text: reason ?? (kind === 'pass-role' ? 'allowed' : 'there'),
    mend: result === 'failed' ? mendOf(kind, name, context.environment.region) : null,
  }));
}

function mendOf(kind: string, name: string, region: string): string | null {
  const [, group] = /^log group (\S+)/.exec(name) ?? [];
  if (kind === 'log-group' && group !== undefined) {
    return `aws logs create-log-group --log-group-name ${group} --region ${region}`;
  }
  return kind === 'pass-role' ? '`funade iam <environment>` prints the statement for iam:PassRole' : null;
}
