/** A title without what stands in parentheses at its end, for where that was said already or there is no room. */
export function shortTitle(title: string): string {
  return title.replace(/ \([^()]*\)$/, '');
}
