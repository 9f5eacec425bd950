import type { Note, PluginRequest, Warning } from '@funade/core/author';
import type { SchedulesFacts } from '../model/facts.ts';
import { parsePlace } from '../model/place.ts';
import type { SchedulesOptions } from '../options/options.ts';

/** What stands there of ours and is not written any more: it is never deleted by itself. */
export function leftWarnings(
  { targets }: PluginRequest<SchedulesOptions>,
  { left }: SchedulesFacts,
): readonly Warning[] {
  return targets.flatMap(({ id }) =>
    (left[id] ?? []).map((place) => {
      const { group, name } = parsePlace(place);
      const command = `aws scheduler delete-schedule${group === 'default' ? '' : ` --group-name ${group}`} --name ${name}`;
      return {
        code: 'SCHEDULE_LEFT',
        targets: [id],
        label: id,
        message: `schedule ${place} is no longer in the config, and goes on running the revision that it has; delete it with: ${command}`,
      };
    }),
  );
}

/** Who may not list schedules does not hear of those that are left. */
export function unlistedNotes(
  { targets }: PluginRequest<SchedulesOptions>,
  { unlisted }: SchedulesFacts,
): readonly Note[] {
  if (!unlisted) return [];
  return targets
    .filter(({ options }) => Object.values(options).some(({ cron }) => cron !== undefined))
    .map(({ id }) => ({
      targets: [id],
      label: id,
      text: 'whether a schedule stands there that is no longer in the config is not known: it requires scheduler:ListSchedules',
    }));
}
