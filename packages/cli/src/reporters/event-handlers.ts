import type { RunEvent } from '@funade/core';

/** What is done at each type of event; a type that is missing is a type error. */
export type EventHandlers = {
  readonly [Type in RunEvent['type']]: (event: Extract<RunEvent, { readonly type: Type }>) => void;
};

/** Calls the handler of the event's type. */
export function handleEvent(handlers: EventHandlers, event: RunEvent): void {
  (handlers[event.type] as (event: RunEvent) => void)(event);
}
