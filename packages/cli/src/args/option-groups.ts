import { type Command, Option } from 'commander';
import { reporterNames } from '../model/options.ts';
import { countingNumber, names, releaseName, revisionNames, settings } from './read-options.ts';

/** The options of a command that no release takes part in. */
export function standing(command: Command): Command {
  return command
    .option('--service <names>', 'only these services, separated by commas', names)
    .option('--config <file>', 'config file (default: searched for from this folder upwards)');
}

/** How far rollouts are waited for. */
export function waiting(command: Command): Command {
  return command
    .option(
      '--wait-until <stage>',
      'how far to wait: steady (default), started, paused, or a lifecycle stage such as bake-time; exit 0 then',
    )
    .addOption(new Option('--no-wait', 'the same as --wait-until started').conflicts('waitUntil'));
}

/** The options of a command that makes a plan from a release. */
export function planned(command: Command): Command {
  const options = command
    .option('--tag <git tag>', "what to deploy (default: from the CI's variables, else from git)")
    .option('--service <names>', 'only these services, separated by commas', names)
    .option('--config <file>', 'config file (default: searched for from this folder upwards)')
    .option('--changed-since <ref>', 'only services whose sources or settings differ from this tag, branch or commit')
    .option('--set <path=value>', 'set a setting of a service, such as api.desiredCount=3; may be repeated', settings)
    .option('--allow-dirty', 'build from a work tree with uncommitted changes')
    .option('--allow-downgrade', 'deploy an older version than the one that is running')
    .option('--adopt-image', 'deploy an image that does not say which commit it was built from')
    .option('--force', 'deploy even if nothing changed');
  return logged(options);
}

/** The options of a command that runs a plan. */
export function run(command: Command): Command {
  const known = command.options.some((option) => option.long === '--no-color');
  return (known ? command : logged(command))
    .addOption(new Option('--reporter <name>', 'how progress is shown').choices(reporterNames).default('auto'))
    .option('--concurrency <n>', 'how many steps run at the same time', countingNumber)
    .option('-q, --quiet', 'show only how it ended')
    .option('-y, --yes', 'do not ask for confirmation');
}

/** The options of everything that is written to a terminal or a log. */
export function logged(command: Command): Command {
  return command
    .option('--no-color', 'no colours')
    .option('--verbose', 'log each call and its duration to standard error')
    .option('--debug', 'the same, with what is sent; secrets are left out');
}

/** The options of a command that shows something. */
export function shown(command: Command): Command {
  return logged(command.option('--json', 'print it as JSON'));
}

/** Options of what is built or read from git: a revision that is there already is neither. */
export const ofRelease = ['tag', 'set', 'changedSince', 'allowDirty', 'adoptImage', 'force'];

/** What is deployed of what was there before. */
export function toOption(): Option {
  return new Option('--to <release>', 'deploy a version or a revision that was deployed before; nothing is built')
    .argParser(releaseName)
    .conflicts([...ofRelease, 'revision']);
}

/** The same, service by service. */
export function revisionOption(): Option {
  return new Option('--revision <list>', 'deploy these revisions: api=12, separated by commas')
    .argParser(revisionNames)
    .conflicts([...ofRelease, 'service']);
}

/** The plan of a prune. */
export function pruneOption(): Option {
  return new Option('--prune', 'the plan of a prune; with its options').conflicts([
    ...ofRelease,
    'rollback',
    'to',
    'revision',
    'out',
    'markdown',
  ]);
}

/** The options of what tidies up. */
export function pruned(command: Command): Command {
  return command
    .option('--keep <n>', 'how many of the newest revisions and images stay (default: 10)', countingNumber)
    .option('--images', 'also delete old images that no revision names')
    .option('--delete-inactive', 'also delete for good what was deregistered before');
}
