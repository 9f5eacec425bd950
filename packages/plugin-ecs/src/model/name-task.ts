/** A task in a sentence: `task api/migrate`, or `task of api` where only the service is known. */
export function nameTask(name: string): string {
  return name.includes('/') ? `task ${name}` : `task of ${name}`;
}
