import { expect, test } from 'vitest';
import { z } from 'zod';
import { schedulesOptions } from './options.ts';

const managed = { cron: 'cron(0 3 * * ? *)', role: 'scheduler' };

test.each([
  [undefined, {}],
  [{ nightly: { rule: 'shop-nightly', target: 'job' } }, undefined],
  [{ nightly: { schedule: 'shop/nightly' } }, undefined],
  [{ nightly: { ...managed, timezone: 'Asia/Tokyo', command: ['a'], container: 'app', enabled: false } }, undefined],
  [
    { nightly: { ...managed, enabled: 'true', settings: { EndDate: '2030-01-01T00:00:00Z' } } },
    { nightly: { ...managed, enabled: true, settings: { EndDate: 1_893_456_000 } } },
  ],
  [
    { nightly: { ...managed, settings: { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: '15' } } } },
    { nightly: { ...managed, settings: { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 } } } },
  ],
])('%j is accepted, and once parsed stays as it is', (written, parsed = written) => {
  const once = schedulesOptions.parse(written);
  expect(once).toEqual(parsed);
  expect(schedulesOptions.parse(once)).toEqual(once);
});

test.each([
  [{}, 'write rule: "<name>", schedule: "<group>/<name>", or cron: "cron(0 3 * * ? *)"\n  → at nightly'],
  [{ rule: 'a', schedule: 'b' }, 'write either rule or schedule, not both\n  → at nightly.schedule'],
  [
    { rule: 'a', ...managed },
    'a rule keeps its own times; write schedule in its place, or leave cron out\n  → at nightly.cron',
  ],
  [{ rule: 'a/b' }, 'expected the name of a rule\n  → at nightly.rule'],
  [{ schedule: 'a/b/c' }, 'expected <group>/<name>, or a name\n  → at nightly.schedule'],
  [{ schedule: 'a', target: 'b' }, 'target is for a rule\n  → at nightly.target'],
  [
    { schedule: 'a', enabled: true },
    'enabled takes cron beside it: without cron, only the revision of the schedule is changed\n  → at nightly.enabled',
  ],
  [
    { cron: 'cron(0 3 * * ? *)' },
    'is required: the role that EventBridge Scheduler runs the task with\n  → at nightly.role',
  ],
  [{ ...managed, timezone: '+09:00' }, 'not a time zone: "+09:00"; write it as Asia/Tokyo\n  → at nightly.timezone'],
  [
    { ...managed, timezone: 'Asia/Tokio' },
    'not a time zone: "Asia/Tokio"; write it as Asia/Tokyo\n  → at nightly.timezone',
  ],
  [{ ...managed, cron: 'rate(1 days)' }, 'write rate(1 day)\n  → at nightly.cron'],
  [{ ...managed, container: 'app' }, 'there is neither command nor environment for it\n  → at nightly.container'],
  [{ ...managed, when: 'now' }, 'Unrecognized key: "when"\n  → at nightly'],
  [
    { ...managed, settings: { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1441 } } },
    'Too big: expected number to be <=1440\n  → at nightly.settings.FlexibleTimeWindow.MaximumWindowInMinutes',
  ],
])('%j is refused', (written, message) => {
  const { error } = schedulesOptions.safeParse({ nightly: written });
  expect(error === undefined ? null : z.prettifyError(error)).toBe(`✖ ${message}`);
});
