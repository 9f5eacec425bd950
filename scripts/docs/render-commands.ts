import type { buildProgram } from '../../packages/cli/src/args/program.ts';
import { variableOf } from '../../packages/cli/src/args/variables.ts';
import { exitTexts } from '../../packages/cli/src/model/exit-texts.ts';
import { commandPages } from '../../packages/cli/src/model/pages.ts';

/** As the parser hands them out. */
type Command = ReturnType<typeof buildProgram>;
type Option = Command['options'][number];

/** The reference of all commands, as Markdown, made from the parser of the command line. */
export function renderCommands(program: Command): string {
  const commands = everyCommand(program);
  const list = commands.map(
    (command) => `| [\`${pathOf(command)}\`](#${slug(pathOf(command))}) | ${cell(command.description())} |`,
  );
  return `${[...intro, ...list, '', '## Exit codes', '', ...exitTable(), ...commands.flatMap(sectionOf)].join('\n')}\n`;
}

const intro = [
  '<!-- Generated from the parser of the command line: npx vitest run --project unit scripts/docs -u -->',
  '# Command reference',
  '',
  'Every command and every option, as `--help` behind a command shows them. Results go to standard output, progress and errors to',
  'standard error. Each option has an environment variable, which what is typed takes precedence over; a flag is set by `1`.',
  '',
  '| command | what it does |',
  '| --- | --- |',
];

/** The commands below a program at any depth, `help` apart. */
export function everyCommand(program: Command): readonly Command[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== 'help')
    .flatMap((command) => [command, ...everyCommand(command)]);
}

/** `funade sandbox token`. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function exitTable(): readonly string[] {
  const codes = exitTexts.map(([code, text]) => `| ${code} | ${cell(text.replaceAll('\n', ' '))} |`);
  return ['| exit | when |', '| --- | --- |', ...codes];
}

function sectionOf(command: Command): readonly string[] {
  const page = commandPages[command.name()] ?? commandPages[command.parent?.name() ?? ''];
  const given = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  const text = command.description();
  return [
    '',
    `## \`${pathOf(command)}\``,
    '',
    `${text.charAt(0).toUpperCase()}${text.slice(1)}.${page === undefined ? '' : ` [More](../${page}).`}`,
    '',
    '```',
    [pathOf(command), '[options]', ...given].join(' '),
    '```',
    '',
    '| option | variable | meaning |',
    '| --- | --- | --- |',
    ...command.options.filter(({ hidden }) => !hidden).map(rowOf),
  ];
}

function rowOf(option: Option): string {
  const choices =
    option.argChoices === undefined ? '' : `; one of ${option.argChoices.map((name) => `\`${name}\``).join(', ')}`;
  const otherwise = defaultOf(option);
  const text = cell(option.description);
  const meaning = `${text.charAt(0).toUpperCase()}${text.slice(1)}${choices}${otherwise === null ? '' : ` (default: ${otherwise})`}`;
  return `| \`${option.flags.replaceAll('|', '\\|')}\` | \`${variableOf(option)}\` | ${meaning} |`;
}

/** A default that the parser fills in; those that the description tells stand there. */
function defaultOf({ defaultValue, negate }: Option): string | null {
  if (defaultValue === undefined || negate || typeof defaultValue === 'boolean') return null;
  return `\`${String(defaultValue)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function slug(text: string): string {
  return text.replaceAll(/[^\w -]/g, '').replaceAll(' ', '-');
}
