/** Where the documentation is read. */
export const documentation = 'https://github.com/funade/funade/blob/main/docs';

/** The page that explains a command, below `docs/`. */
export const commandPages: Readonly<Record<string, string>> = {
  init: 'init.md',
  plan: 'concepts.md#plan',
  diff: 'concepts.md#plan',
  render: 'concepts.md#plan',
  verify: 'task-definitions.md#what-is-checked',
  deploy: 'rollouts.md',
  apply: 'concepts.md#plan',
  status: 'operating.md#status',
  iam: 'iam.md',
  doctor: 'doctor.md',
  history: 'history-and-rollback.md',
  tasks: 'running-services.md#funade-tasks',
  logs: 'running-services.md#funade-logs',
  events: 'running-services.md#funade-events',
  exec: 'running-services.md#funade-exec',
  scale: 'running-services.md#funade-scale',
  run: 'tasks.md#funade-run',
  rollback: 'history-and-rollback.md#funade-rollback',
  prune: 'prune.md',
  resume: 'resume.md',
  watch: 'waiting.md#how-it-ends',
  continue: 'waiting.md',
  abort: 'history-and-rollback.md#stop-or-update',
  explain: 'troubleshooting.md',
  completion: 'completion.md',
  sandbox: 'sandbox.md',
};

/** The address of a page below `docs/`. */
export function pageUrl(page: string): string {
  return new URL(page, `${documentation}/`).href;
}
