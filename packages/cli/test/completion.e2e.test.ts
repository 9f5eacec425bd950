import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leftOut, missingParts, type Part } from './parts.ts';
import { bin } from './run-bin.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'funade-completion-'));
  const program = join(folder, 'funade');
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`);
  await chmod(program, 0o755);
  const environment = { account: '111111111111', region: 'eu-west-1' };
  const services = { api: {}, worker: {} };
  const config = {
    project: 'shop',
    environments: { staging: environment, production: environment },
    tagRules: [],
    services,
  };
  await writeFile(join(folder, 'deploy.config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'plan.json'), '{}');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** What a shell offers where the cursor is behind the typed text. */
const shells: Readonly<Record<'bash' | 'zsh' | 'fish', (typed: string) => readonly string[]>> = {
  bash: (typed) => {
    const ask = `source <(funade completion bash); COMP_LINE=$TYPED COMP_POINT=\${#TYPED}; _funade; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return run('bash', ['--norc', '-c', ask], typed);
  },
  zsh: (typed) => run('zsh', ['-f', '-c', inTerminalOfZsh], typed),
  fish: (typed) => run('fish', ['--no-config', '-c', 'funade completion fish | source; complete -C "$TYPED"'], typed),
};

/** Functions of completion run in the line editor alone: an inner zsh has a terminal of its own, and lists what it offers. */
const inTerminalOfZsh = `
zmodload zsh/zpty
zpty inner zsh -f
zpty -w inner 'PS1=; autoload -U compinit; compinit -D -u; source <(funade completion zsh)'
zpty -w inner 'bindkey "^I" complete-word; zstyle ":completion:*" list-prompt ""; LISTMAX=10000; unsetopt automenu'
zpty -w inner 'compadd() { builtin compadd -O offered "$@"; print -rl -- begin-offer "\${offered[@]}" end-offer; builtin compadd "$@" }'
zpty -w inner 'echo ready-"now"'
zpty -r inner line '*ready-now*'
zpty -w -n inner "$TYPED"$'\\t'
zpty -r inner line '*end-offer*'
print -r -- "$line"
zpty -d inner
`;

function run(shell: string, args: readonly string[], typed: string): readonly string[] {
  const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, TYPED: typed, TERM: 'dumb' };
  const { stdout } = spawnSync(shell, args, { cwd: folder, env, encoding: 'utf8', timeout: 50_000 });
  const [, listed] = /.*begin-offer\s*([\s\S]*?)end-offer/.exec(stdout) ?? [];
  return (listed ?? stdout)
    .split(/\r?\n/)
    .map((line) => line.split('\t')[0]?.trim() ?? '')
    .filter((line) => line !== '');
}

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  const missing = missingParts(shell satisfies Part);
  test.skipIf(missing.length > 0)(
    `${shell} completes commands, options and names of the config${leftOut(missing)}`,
    () => {
      const offered = shells[shell];
      expect(offered('funade roll')).toEqual(['rollback']);
      expect([...offered('funade deploy ')].sort()).toEqual(['production', 'staging']);
      expect(offered('funade deploy staging --service api,')).toEqual(['api,worker']);
      expect(offered('funade deploy staging --allow-di')).toEqual(['--allow-dirty']);
    },
  );
}

const noPowershell = missingParts('powershell');
test.skipIf(noPowershell.length > 0)(`PowerShell completes the same${leftOut(noPowershell)}`, () => {
  const ask =
    'funade completion powershell | Out-String | Invoke-Expression; (TabExpansion2 $env:TYPED $env:TYPED.Length).CompletionMatches.CompletionText';
  expect(run('pwsh', ['-NoProfile', '-Command', ask], 'funade roll')).toEqual(['rollback']);
});

test('a config that cannot be loaded leaves commands and options', () => {
  const env = { PATH: process.env.PATH, HOME: folder };
  const ask = (...words: readonly string[]) =>
    spawnSync(process.execPath, [bin, 'complete', '--', ...words], { cwd: tmpdir(), env, encoding: 'utf8' });
  expect(ask('deploy', '')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(ask('deploy', '--allow-di').stdout).toBe('--allow-dirty\tbuild from a work tree with uncommitted changes\n');
});
