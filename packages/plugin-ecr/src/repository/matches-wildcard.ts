/** Whether a tag matches a filter of ECR, in which `*` stands for any characters. */
export function matchesWildcard(filter: string, tag: string): boolean {
  const source = filter.replace(/[.*+?^${}()|[\]\\]/g, (sign) => (sign === '*' ? '.*' : `\\${sign}`));
  return new RegExp(`^${source}$`, 's').test(tag);
}
