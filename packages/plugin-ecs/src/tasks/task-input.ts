import { z } from 'zod';

/** What the steps of a one-off task say of it. */
export const taskInput = {
  cluster: z.string(),
  /** The service that it belongs to. */
  service: z.string(),
  task: z.string(),
  when: z.enum(['before', 'after']),
  /** Of this release: sixteen hex digits. */
  release: z.string(),
  /** ARN of the task definition that it runs. */
  taskDefinition: z.string(),
  /** Containers whose exit codes decide, and the essential ones. */
  wanted: z.array(z.string()).readonly(),
  essential: z.array(z.string()).readonly(),
  /** The container that got the command; null: none did. */
  container: z.string().nullable(),
  /** ARNs of the revisions that wait for it: that of its own service first. */
  records: z.array(z.string()).min(1).readonly(),
  /** A failure is warned of, and no more. */
  tolerated: z.boolean(),
  onCancel: z.enum(['stop', 'leave']),
} as const;

const whole = z.strictObject(taskInput);

/** A one-off task as its steps know it. */
export type TaskInput = z.output<typeof whole>;

/** `api/migrate`. */
export function nameOfTask({ service, task }: Pick<TaskInput, 'service' | 'task'>): string {
  return `${service}/${task}`;
}
