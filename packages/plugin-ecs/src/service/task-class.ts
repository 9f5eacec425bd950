/** Services of up to so many tasks are alike. */
const smallest = 50;

/** A number of tasks rounded up to 50 or a doubling of it, so that what is derived from it holds while a service scales. */
export function taskClass(tasks: number): number {
  return smallest * 2 ** doublings(tasks);
}

/** How many times 50 tasks must be doubled to hold so many. */
export function doublings(tasks: number): number {
  return Math.max(0, Math.ceil(Math.log2(tasks / smallest)));
}
