import { applyPlan, escapeControls, looksSecret, maskText, plainLastLine, plainLine } from '@funade/core';
import { buildContext, buildDefinition, buildPlan, buildPlugin, buildStep } from '@funade/core/testing';
import { type Figure, figure } from '../figure.ts';
import { median } from '../measure.ts';

/** Texts that are made to be slow: long rows of what begins something that never ends. */
const units = [
  'a',
  '-',
  ':',
  '@',
  'aA1',
  'password',
  ' token ',
  'https://',
  'a:b@',
  '--a ',
  '\u001b]',
  '\u001b[0;',
  '::',
  '\r',
];

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'whether a value looks secret': (value) => looksSecret({ name: 'X', value }),
  'secrets masked in a line': maskText,
  'a line made plain': plainLine,
  'the last line made plain': plainLastLine,
  'controls escaped': escapeControls,
};

/** How the time of what reads other people's texts grows with them, and what a thousand steps cost the engine. */
export async function growth(): Promise<readonly Figure[]> {
  return [
    ...Object.entries(readers).map(([what, read]) =>
      figure(`${what}: four times the text`, growthOf(read), {
        unit: '× the time',
        aim: '< 8',
      }),
    ),
    figure('1000 steps behind a barrier of 200: the engine alone', await steps(), { unit: 'ms', aim: '< 1000' }),
  ];
}

function growthOf(read: (text: string) => unknown): number {
  const readAll = (length: number): void => {
    for (const unit of units) read(unit.repeat(Math.ceil(length / unit.length)));
  };
  return timeOf(() => readAll(120_000)) / timeOf(() => readAll(30_000));
}

/** Median of a few runs, in milliseconds, the first left out. */
function timeOf(work: () => unknown): number {
  const times = Array.from({ length: 6 }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return median(times.slice(1));
}

async function steps(): Promise<number> {
  const images = Array.from({ length: 200 }, (_, index) => buildStep(`a:shop/${index}@production`));
  const after = images.map(({ id }) => id);
  const services = Array.from({ length: 400 }, (_, index) => {
    const register = buildStep(`b:s${index}@production`, { after });
    return [register, buildStep(`a:t${index}@production`, { needs: [register.id] })];
  }).flat();
  const plan = buildPlan([...images, ...services]);
  const plugins = [buildPlugin('bench', { steps: [buildDefinition('a'), buildDefinition('b')] })];
  const started = performance.now();
  await applyPlan(plan, buildContext(), { plugins, runId: 'bench' });
  return performance.now() - started;
}
