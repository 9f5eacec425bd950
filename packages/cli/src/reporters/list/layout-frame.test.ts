import { expect, test } from 'vitest';
import { plain } from '../../render/style.ts';
import { textWidth } from '../../render/text-width.ts';
import { layoutFrame, type Row, type RowState } from './layout-frame.ts';

const now = 100_000;
const time = { now, tick: 0, style: plain };

function row(title: string, state: RowState, changes: Partial<Row> = {}): Row {
  return { title, state, note: '', startedAt: state === 'running' ? now - 12_000 : null, steps: [], ...changes };
}

function target(name: string, states: readonly RowState[], state: RowState): Row {
  const titles = ['build image', 'push image', 'update service', 'wait for the rollout'];
  const steps = states.map((of, index) => row(titles[index] ?? '', of, of === 'running' ? { note: 'new 1/2' } : {}));
  return row(name, state, { steps, startedAt: null });
}

const api = target('api@production', ['succeeded', 'succeeded', 'running', 'waiting'], 'running');
const web = target('web@production', ['failed', 'skipped', 'skipped', 'skipped'], 'failed');
const worker = target('worker@production', ['waiting', 'waiting', 'waiting', 'waiting'], 'waiting');

test('everything is shown while it fits', () => {
  expect(layoutFrame([api, web, worker], { columns: 80, rows: 24 }, time).join('\n')).toMatchInlineSnapshot(`
    "⠋ api@production
      ✔ build image
      ✔ push image
      ⠋ update service  new 1/2 · 12 s
      · wait for the rollout
    ✖ web@production
      ✖ build image
      ↓ push image
      ↓ update service
      ↓ wait for the rollout
    · worker@production
      · build image
      · push image
      · update service
      · wait for the rollout"
  `);
});

test('where it does not fit, a target is a line with the step that runs', () => {
  expect(layoutFrame([api, web, worker], { columns: 80, rows: 9 }, time).join('\n')).toMatchInlineSnapshot(`
    "⠋ api@production  update service  new 1/2 · 12 s
    ✖ web@production  build image
    · worker@production"
  `);
});

test('where targets do not fit either, those that matter stay and the rest is counted', () => {
  expect(
    layoutFrame(
      [worker, target('done@production', ['succeeded'], 'succeeded'), api, web],
      { columns: 80, rows: 5 },
      time,
    ).join('\n'),
  ).toMatchInlineSnapshot(`
    "⠋ api@production  update service  new 1/2 · 12 s
    ✖ web@production  build image
      and 2 more: 1 waiting, 1 done"
  `);
});

test('how far a step is wins over the parentheses of its title where both have no room', () => {
  const title = 'wait for api (up to 15m; rolled back when it fails)';
  const wait = row(title, 'running', { note: '1/2 running; 14 min left' });
  const waiting = row('api@production', 'running', { steps: [wait], startedAt: null });
  const at = (columns: number, rows: number) => layoutFrame([waiting, waiting], { columns, rows }, time).at(-1);
  const shorter = title.replace(' for api', '');
  expect(at(120, 5)).toBe(`⠋ api@production  ${shorter}  1/2 running; 14 min left · 12 s`);
  expect(at(80, 5)).toBe('⠋ api@production  wait  1/2 running; 14 min left · 12 s');
  expect(at(80, 24)).toBe('  ⠋ wait (up to 15m; rolled back when it fails)  1/2 running; 14 min left · 12 s');
  expect(at(50, 5)).toBe('⠋ api  wait  1/2 running; 14 min left · 12 s');
  expect(at(30, 24)).toBe('  ⠋ wait  1/2 running; 14 min…');
});

test('a hundred targets take at most thirty lines, however high the terminal is', () => {
  const many = Array.from({ length: 100 }, (_, index) =>
    target(`service-${index}@production`, ['running', 'running'], 'running'),
  );
  expect(layoutFrame(many, { columns: 80, rows: 500 }, time).length).toBe(30);
});

test.each([
  [0, 0],
  [1, 1],
  [7, 3],
  [20, 24],
  [200, 10],
])('no line is wider than %d columns nor the frame higher than %d rows', (columns, rows) => {
  const wide = target('発送@production', ['running', 'running'], 'running');
  const lines = layoutFrame([api, wide, web, worker], { columns, rows }, time);
  expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(columns === 0 ? 80 : columns);
  expect(lines.length).toBeLessThanOrEqual(rows === 0 ? 24 : Math.max(2, rows));
});

test.each([
  [40, '⠋ payments  wait  1/2 running; 14 min l…'],
  [60, '⠋ payments@production  wait  1/2 running; 14 min left · 12 s'],
  [80, '⠋ payments@production  wait  1/2 running; 14 min left · 12 s'],
  [120, '⠋ payments@production  wait (up to 15m; rolled back when it fails)  1/2 running; 14 min left · 12 s'],
])('in %d columns names stand once and the state comes before the words', (columns, line) => {
  const title = 'wait for payments (up to 15m; rolled back when it fails)';
  const wait = row(title, 'running', { note: '1/2 running; 14 min left' });
  const waiting = row('payments@production', 'running', { steps: [wait], startedAt: null });
  expect(layoutFrame([waiting, waiting], { columns, rows: 5 }, time).at(-1)).toBe(line);
});
