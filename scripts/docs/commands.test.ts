import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildProgram } from '../../packages/cli/src/args/program.ts';
import { commandPages } from '../../packages/cli/src/model/pages.ts';
import { root } from '../packages.ts';
import { everyCommand, renderCommands } from './render-commands.ts';

const program = buildProgram(() => undefined);

test('the reference has every command and option of the parser', async () => {
  await expect(renderCommands(program)).toMatchFileSnapshot(join(root, 'docs/reference/commands.md'));
});

test('every command has a page, and no page is of another', () => {
  const names = everyCommand(program)
    .filter(({ parent }) => parent === program)
    .map((command) => command.name());
  expect(Object.keys(commandPages).sort()).toEqual([...names].sort());
});

test('every command and option is described', () => {
  const commands = everyCommand(program);
  expect(commands.filter((command) => command.description() === '')).toEqual([]);
  const options = commands.flatMap((command) => command.options);
  expect(options.filter(({ description }) => description === '')).toEqual([]);
});
