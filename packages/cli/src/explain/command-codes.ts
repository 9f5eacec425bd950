import type { Explanations } from './explanation.ts';

/** What the codes about this mean: the command line and the config. */
export const commandCodes: Explanations = {
  USAGE: {
    exit: 2,
    means:
      'The command line cannot be read: an unknown command or option, a missing argument, or a value that does not fit.',
    mend: 'Type what the hint says, or add `--help` behind the command.',
    page: 'reference/commands.md',
  },
  CONFIG_NOT_FOUND: {
    exit: 2,
    means: 'There is no `deploy.config` file in this folder or above it, or none under the name that `--config` gives.',
    mend: 'Change into the project, name the file with `--config`, or start one with `funade init`.',
    page: 'configuration.md#the-file',
  },
  CONFIG_AMBIGUOUS: {
    exit: 2,
    means:
      'One folder has several configs, such as `deploy.config.ts` and `deploy.config.yaml`. Which of them is meant cannot be known.',
    mend: 'Remove all but one, or choose one with `--config`.',
    page: 'configuration.md#the-file',
  },
  CONFIG_UNREADABLE: {
    exit: 2,
    means:
      'The config exists but cannot be opened, for example because this user may not read it or because it is a folder.',
    mend: 'Check its permissions with `ls -l`.',
    page: 'configuration.md#the-file',
  },
  CONFIG_OF_ANOTHER: {
    exit: 8,
    means: 'The config belongs to another user of this machine. A config is a program, so it is not run.',
    mend: 'Read it first. Then change its owner with `chown`, or declare the repository safe: `git config --global --add safe.directory <folder>`.',
    page: '../SECURITY.md',
  },
  CONFIG_KIND_UNKNOWN: {
    exit: 2,
    means: 'The file that `--config` names has an ending that is not loaded.',
    mend: 'Name it `.ts`, `.mts`, `.js`, `.mjs`, `.cjs`, `.json`, `.json5`, `.yaml` or `.yml`.',
    page: 'configuration.md#the-file',
  },
  CONFIG_EMPTY: {
    exit: 2,
    means: 'The config file holds nothing, or something that is not an object.',
    mend: 'Export an object with `project`, `environments`, `tagRules` and `services`.',
    page: 'configuration.md',
  },
  CONFIG_NO_DEFAULT_EXPORT: {
    exit: 2,
    means: 'A TypeScript or JavaScript config does not export its config.',
    mend: 'Write `export default defineConfig({ … })`.',
    page: 'configuration.md',
  },
  CONFIG_SYNTAX: {
    exit: 2,
    means: 'The config cannot be parsed. The message shows the place.',
    mend: 'Correct it there. In TypeScript, only what can be stripped works: no `enum`, no `namespace`, no parameter properties.',
    page: 'configuration.md#the-file',
  },
  CONFIG_THROWS: {
    exit: 2,
    means: 'The code of the config failed while it was loaded, or one of its imports leads nowhere.',
    mend: 'Correct the line that the message names. Paths are resolved from the file that imports them, and by `paths` of its tsconfig.',
    page: 'configuration.md#the-file',
  },
  CONFIG_UNSETTLED: {
    exit: 2,
    means: 'The config awaits something that never settles, so that nothing could be loaded.',
    mend: 'Look at its top-level `await`, its imports and the function that it exports. Nothing was read or changed.',
    page: 'configuration.md#the-file',
  },
  CONFIG_INVALID: {
    exit: 2,
    means: 'The config was read and something in it is wrong: all problems are listed, each with its path.',
    mend: 'Correct them. The reference names the type of every option.',
    page: 'reference/configuration.md',
  },
  VERSION_NOT_ADMITTED: {
    exit: 2,
    means:
      'The config says under `requires` which versions may use it, and this is none of them. The rest of the config was not looked at.',
    mend: 'Install a version that it names, or change `requires` if the config works with this one.',
    page: 'configuration.md#the-version',
  },
  REQUIRES_UNREADABLE: {
    exit: 2,
    means: '`requires` of the config is no range of versions.',
    mend: "Write it as npm does: `'>=0.2 <1'` or `'^0.2.0'`.",
    page: 'configuration.md#the-version',
  },
  OPTIONS_INVALID: {
    exit: 2,
    means:
      'What a service writes for a plugin became invalid once its templates were filled, for example a number that is now text.',
    mend: 'Look at the value of the template that stands at this path: `funade render` shows the result.',
    page: 'configuration.md#templates',
  },
  PLUGIN_SETTINGS: {
    exit: 2,
    means: 'The settings of a plugin under `plugins` are wrong, such as a variable that `env()` may not look up.',
    mend: 'Correct the arguments of the plugin in the config.',
    page: 'configuration.md#lookups',
  },
  ENVIRONMENT_UNKNOWN: {
    exit: 2,
    means: 'The config has no environment of this name.',
    mend: 'Use one of the names that the hint lists, or add it under `environments`.',
    page: 'configuration.md#environments',
  },
  SERVICE_UNKNOWN: {
    exit: 2,
    means: 'The config has no service of this name.',
    mend: 'Use one of the names that the hint lists, or add it under `services`.',
    page: 'configuration.md#services',
  },
  SERVICE_NOT_IN_ENVIRONMENT: {
    exit: 2,
    means: 'The service has settings for other environments, and none for this one.',
    mend: 'Write them under the service, or under `services.<name>.environments.<name>`.',
    page: 'configuration.md#what-differs-between-environments',
  },
  NO_TARGETS: {
    exit: 2,
    means: 'No service has settings for a plugin in this environment, so there is nothing to do.',
    mend: 'Give at least one service an `ecs` part.',
    page: 'configuration.md#services',
  },
  OVERRIDE_UNREADABLE: {
    exit: 2,
    means: 'A `--set` is not of the form `service.setting=value`.',
    mend: 'Write `--set api.desiredCount=3`, or the whole way to the setting.',
    page: 'pipelines.md#a-setting-for-one-run',
  },
  OVERRIDE_UNKNOWN: {
    exit: 2,
    means: 'A `--set` names a setting that no plugin has.',
    mend: 'Use the name of the hint, or write the whole way: `api.ecs.settings.desiredCount`.',
    page: 'pipelines.md#a-setting-for-one-run',
  },
  OVERRIDE_AMBIGUOUS: {
    exit: 2,
    means: 'The name behind `--set` could mean several settings.',
    mend: 'Write the whole way to the one that you mean.',
    page: 'pipelines.md#a-setting-for-one-run',
  },
  OVERRIDE_INVALID: {
    exit: 2,
    means: 'The value of a `--set` does not fit the setting.',
    mend: 'A value is read as JSON where it is JSON, else as text. Quote it for your shell.',
    page: 'pipelines.md#a-setting-for-one-run',
  },
  OVERRIDE_UNUSED: {
    exit: 2,
    means: 'A `--set` is for a service that this run does not deploy.',
    mend: 'Add the service to `--service`, or leave out the `--set`.',
    page: 'pipelines.md#a-setting-for-one-run',
  },
  CONFIRM_NEEDS_TERMINAL: {
    exit: 2,
    means: 'The environment asks for confirmation, and there is nobody to ask: standard input is not a terminal.',
    mend: 'In a CI job pass `--yes`, and let the CI ask for approval.',
    page: 'configuration.md#environments',
  },
  ABORTED: {
    exit: 8,
    means: 'Somebody answered the question with no. Nothing was changed.',
    mend: 'Run the command again when it is meant.',
    page: 'configuration.md#environments',
  },
  WAIT_UNTIL_UNKNOWN: {
    exit: 2,
    means: '`--wait-until` or `wait.until` names no stage.',
    mend: 'Use `steady`, `started`, `paused` or a lifecycle stage such as `bake-time`.',
    page: 'waiting.md',
  },
  CODE_UNKNOWN: {
    exit: 2,
    means: '`funade explain` was asked for a code that nothing of Funade has. It may be one of a plugin or of AWS.',
    mend: '`funade explain` without a code lists all.',
    page: 'reference/errors.md',
  },
  INIT_FILES_DIFFER: {
    exit: 8,
    means:
      '`funade init` would write files that are there already with another content. Nothing was written over them.',
    mend: 'Take over by hand what the difference shows, or move the files away and run it again.',
    page: 'init.md',
  },
  INIT_CLUSTER_UNSAID: {
    exit: 2,
    means: '`funade init --from live` was not told which cluster to read, or the account has none in this region.',
    mend: 'Name it with `--cluster`, and check the account and `--region`.',
    page: 'init.md',
  },
  INIT_CLUSTER_UNKNOWN: {
    exit: 2,
    means: 'There is no cluster of the name that `--cluster` gives in this account and region.',
    mend: 'Use one of the names that the hint lists.',
    page: 'init.md',
  },
  INIT_SERVICE_UNKNOWN: {
    exit: 2,
    means: 'The cluster has no service of the name that `--service` gives.',
    mend: 'Use one of the names that the hint lists.',
    page: 'init.md',
  },
  INIT_NOTHING_FOUND: {
    exit: 2,
    means: 'The cluster has no service that a config could deploy to.',
    mend: 'Name another cluster with `--cluster`.',
    page: 'init.md',
  },
  INIT_NOT_READ_BACK: {
    exit: 8,
    means: '`deploy.config.ts` exists and says something that could not be written again, so nothing was added to it.',
    mend: 'Run `funade init` in an empty folder, and take over by hand what it writes.',
    page: 'init.md',
  },
  ECSPRESSO_MISSING: {
    exit: 2,
    means: '`funade init --from ecspresso` was given no config of ecspresso, and the folder has none.',
    mend: 'Name it: `funade init --from ecspresso ecspresso.yml`.',
    page: 'migrating-from-ecspresso.md',
  },
  ECSPRESSO_UNREADABLE: {
    exit: 2,
    means: 'A config of ecspresso cannot be read.',
    mend: 'Name the config itself. One that only ecspresso can read is rendered first: `ecspresso render config`.',
    page: 'migrating-from-ecspresso.md',
  },
  INIT_SERVICE_NOT_FOUND: {
    exit: 2,
    means: 'What `funade init` has read speaks of no service of the name that `--service` has.',
    mend: 'Use one of the names of the hint, or leave `--service` out.',
    page: 'init.md',
  },
  COPILOT_MISSING: {
    exit: 2,
    means: '`funade init --from copilot` was given a folder without an application of AWS Copilot.',
    mend: 'Name the folder that has `copilot/` in it: `funade init --from copilot .`.',
    page: 'migrating-from-copilot.md',
  },
  COPILOT_DEPLOYS_NOTHING: {
    exit: 2,
    means: 'No workload of the application of AWS Copilot is a service of ECS that is deployed here.',
    mend: 'A service of App Runner becomes one of Express Mode by hand; scheduled jobs and static sites stay with their stacks.',
    page: 'migrating-from-copilot.md',
  },
  COPILOT_UNREADABLE: {
    exit: 2,
    means: 'A manifest of AWS Copilot is no YAML.',
    mend: 'Mend the line that is told, or move the file out of `copilot/`.',
    page: 'migrating-from-copilot.md',
  },
  PIPELINE_MISSING: {
    exit: 2,
    means: '`funade init --from ci` was given no pipeline, and the folder has no `.gitlab-ci.yml`.',
    mend: 'Name the file: `funade init --from ci .github/workflows/deploy.yml`.',
    page: 'migrating-from-ci-scripts.md',
  },
  PIPELINE_UNREADABLE: {
    exit: 2,
    means: 'The file of a pipeline cannot be read.',
    mend: 'Name a pipeline of GitLab or a workflow of GitHub, and mend what its line says.',
    page: 'migrating-from-ci-scripts.md',
  },
  PIPELINE_DEPLOYS_NOTHING: {
    exit: 2,
    means: 'No job of the pipeline updates a service of ECS, as far as it can be read.',
    mend: 'Name the file whose jobs do. Where a script of the repository does it, read what runs: `funade init --from live`.',
    page: 'migrating-from-ci-scripts.md',
  },
  PLACE_NEEDS_RELEASE: {
    exit: 2,
    means:
      'The name of a cluster or service is a template that only a release can fill, and this command has no release.',
    mend: 'Choose other services with `--service`, or use names that do not depend on the release.',
    page: 'configuration.md#templates',
  },
  CONFIG_OF_OTHER_COMMIT: {
    exit: 'warning',
    means: 'The config that is checked out is not that of the commit that is deployed.',
    mend: "Check out the tag, unless you mean to use today's config for an older release.",
    page: 'configuration.md',
  },
  REGION_UNKNOWN: {
    exit: 'warning',
    means: 'AWS publishes no region of this name.',
    mend: 'Check the spelling. A region that is newer than this version works all the same.',
    page: 'configuration.md#environments',
  },
};
