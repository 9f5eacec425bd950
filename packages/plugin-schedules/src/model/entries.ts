import type { Environment, PluginTarget, TargetId } from '@funade/core/author';
import type { ScheduleOptions, SchedulesOptions } from '../options/options.ts';
import { ownPlace, parsePlace, placeText, type SchedulePlace } from './place.ts';

/** One schedule of the config, and what it stands for. */
export type Entry = {
  readonly target: TargetId;
  /** Its name in the config. */
  readonly key: string;
  readonly options: ScheduleOptions;
} & (
  | { readonly type: 'rule'; readonly place: { readonly name: string; readonly bus: string } }
  | {
      readonly type: 'schedule';
      readonly place: SchedulePlace;
      /** Created and kept as it is written. */
      readonly managed: boolean;
    }
);

/** What entries are read from. */
export interface EntriesRequest {
  readonly project: string;
  readonly environment: Pick<Environment, 'name'>;
  readonly targets: readonly PluginTarget<SchedulesOptions>[];
}

/** Every schedule of every target, in written order. */
export function entriesOf(request: EntriesRequest): readonly Entry[] {
  return request.targets.flatMap(({ id, service, options }) =>
    Object.entries(options).map(([key, written]): Entry => {
      const { rule, bus = 'default', schedule, cron } = written;
      const common = { target: id, key, options: written };
      if (rule !== undefined) return { ...common, type: 'rule', place: { name: rule, bus } };
      const place = schedule === undefined ? ownPlace(request, service, key) : parsePlace(schedule);
      return { ...common, type: 'schedule', place, managed: cron !== undefined };
    }),
  );
}

/** `rule shop-nightly`, `schedule shop/nightly`. */
export function nameOf(entry: Entry): string {
  return entry.type === 'rule' ? `rule ${entry.place.name}` : `schedule ${placeText(entry.place)}`;
}
