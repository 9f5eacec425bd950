import type { Note, PluginTarget } from '@funade/core';
import type { ServiceFacts } from '../model/facts.ts';
import { revisionName } from '../model/revision-name.ts';
import type { EcsTargetOptions } from '../options/options.ts';
import { leftOutSettings } from '../options/settings-options.ts';
import type { TargetPlan } from './plan-target.ts';

/** What a target has to do whose revision does not change. */
export function sameNote(
  { id, options }: PluginTarget<EcsTargetOptions>,
  {
    service,
    action,
    running,
    tag,
  }: {
    readonly service: ServiceFacts;
    readonly action: TargetPlan['action'];
    readonly running: string;
    readonly tag: string;
  },
): Note {
  const what = `${tag} (${revisionName(running)})`;
  const texts = {
    redeploy:
      service.unsettled === 'failed'
        ? `the rollout of ${tag} to service ${options.service} failed (${revisionName(running)}); deployed again`
        : `service ${options.service} already runs ${what}; deployed again because of --force`,
    watch: `service ${options.service} is already rolling out ${what}; waiting for it`,
    adjust: `service ${options.service} already runs ${what}; its settings change`,
    none: `service ${options.service} already runs ${what}`,
    deploy: '',
    register: '',
    create: '',
  };
  return { targets: [id], label: id, text: texts[action] };
}

/** What is left out where an equal revision is there. */
export function equalNotes({ id }: PluginTarget<EcsTargetOptions>, equal: string | null): readonly Note[] {
  if (equal === null) return [];
  const text = `task definition ${revisionName(equal)} is identical: it is reused, and nothing is registered`;
  return [{ targets: [id], label: id, text }];
}

/** What is left out of settings that were pasted from an answer. */
export function leftOutNotes({ id, options }: PluginTarget<EcsTargetOptions>): readonly Note[] {
  const members = leftOutSettings(options);
  if (members.length === 0) return [];
  const text = `ecs.settings: ${members.join(', ')} ${members.length === 1 ? 'is' : 'are'} only in the response of DescribeServices, and not sent`;
  return [{ targets: [id], label: id, text }];
}
