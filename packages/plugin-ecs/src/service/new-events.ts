/** One line of a service's event list. */
export interface ServiceEvent {
  readonly id: string;
  /** Milliseconds since the epoch; null when ECS did not say. */
  readonly createdAt: number | null;
  readonly message: string;
}

/** What decides which events are news. */
export interface NewEventsInput {
  /** When the deployment was created; events of before belong to another one. Null: unknown, then nothing is news. */
  readonly since: number | null;
  /** Ids that were told before. */
  readonly told: ReadonlySet<string>;
}

/** The events that came since the deployment began and were not told before, oldest first. ECS lists the newest first. */
export function newEvents(events: readonly ServiceEvent[], { since, told }: NewEventsInput): readonly ServiceEvent[] {
  return events
    .filter(({ id, createdAt }) => since !== null && createdAt !== null && createdAt >= since && !told.has(id))
    .toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0));
}
