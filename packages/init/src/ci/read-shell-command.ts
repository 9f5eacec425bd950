import type { ShellCommand } from '../shell/read-script.ts';
import { leaves, type Meaning, means } from './model.ts';
import { readAws } from './read-aws.ts';
import { readDeployTool } from './read-deploy-tool.ts';
import { readDocker } from './read-docker.ts';
import { readJq } from './read-jq.ts';

/** Programs that only print, look, or set up the shell. */
const quiet =
  /^(?:echo|printf|set|cat|true|:|date|env|printenv|ls|pwd|which|sleep|exit|test|\[|uname|whoami|head|tail|wait|trap|shopt|type|unset|shift|return|hash|base64|python3?)$/;
/** Programs that bring others onto the machine. */
const installers = /^(?:apk|apt|apt-get|yum|dnf|microdnf|pip|pip3|pipx|brew|unzip|update-ca-certificates)$/;
const filters = /^(?:sed|envsubst|awk|tr|cut|grep|tee|xargs)$/;

/** What a command of a script means for a deploy. Null: nothing is known of it. */
export function readShellCommand(command: ShellCommand): Meaning | null {
  const words = withoutPrefix(command.words.map(({ text }) => text));
  const [program = ''] = words;
  if (words.length === 0) return means();
  // `$(aws ecr get-login)`: what it prints is a login.
  if (/^\{\{\?.*aws ecr get-login/.test(program)) return means();
  const known =
    outputOf(command, words) ?? readAws(words) ?? readDocker(words) ?? readJq(words) ?? readDeployTool(words);
  if (known !== null) return known;
  if (installers.test(program) || installsAws(words)) return leaves('a deploy with Funade needs no such tool');
  if (quiet.test(program)) return leaves('it only prints, looks, or sets up the shell');
  if (filters.test(program)) return readFilter(words, command);
  if (program === 'cd') return leaves('where it goes is not written in the file', 'look at build.context');
  if (/^(?:curl|wget)$/.test(program))
    return leaves('it is no part of a deploy', 'a check of what was deployed is check: { url }');
  return null;
}

/** `sudo`, `time` and variables of one command stand before what is run. */
function withoutPrefix(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => !/^(?:sudo|time|exec|nohup|command|eval|-[Ev])$/.test(word));
  return at < 0 ? [] : words.slice(at);
}

function installsAws(words: readonly string[]): boolean {
  const [program = ''] = words;
  const line = words.join(' ');
  return (
    /(?:^|\/)aws\/install$/.test(program) ||
    (/^(?:curl|wget)$/.test(program) && /awscli|session-manager|ecs-cli|ecs-deploy|\bjq\b/.test(line)) ||
    (/^(?:chmod|mv|cp|rm|mkdir)$/.test(program) && /aws|ecs|jq|docker|\.json/.test(line))
  );
}

/** `echo "name=value" >> $GITHUB_OUTPUT`. */
function outputOf({ output }: ShellCommand, words: readonly string[]): Meaning | null {
  const [program, ...rest] = words;
  if (program !== 'echo' && program !== 'printf') return null;
  const text = rest.filter((word) => !/^-[en]+$/.test(word)).join(' ');
  const [, old, oldValue] = /^::set-output name=([\w-]+)::(.*)$/s.exec(text) ?? [];
  if (old !== undefined && oldValue !== undefined) return means({ kind: 'output', name: old, value: oldValue });
  const [, name, value] = /^([\w-]+)=(.*)$/s.exec(text) ?? [];
  const [, file] = /GITHUB_(OUTPUT|ENV)/.exec(output?.text ?? '') ?? [];
  if (name === undefined || value === undefined || file === undefined) return null;
  return means({ kind: 'output', name: file === 'ENV' ? `env.${name}` : name, value: value.replace(/\\n$/, '') });
}

/** What fills a task definition, or passes on what another command prints. */
function readFilter(words: readonly string[], { pipedFrom }: ShellCommand): Meaning {
  const file = words.slice(1).find((word) => /\.(?:json|ya?ml|tpl|template)$/.test(word));
  if (/^(?:sed|envsubst)$/.test(words[0] ?? '') && (file !== undefined || pipedFrom?.words[0]?.text === 'cat'))
    return leaves(
      `what it fills into ${file ?? 'a file'} is not carried over`,
      'ecs.placeholders fills <NAME> and __NAME__ in the file that ecs.taskDefinition names',
    );
  return leaves('it only passes on what another command prints');
}
