import type { ReferenceForm } from '../options/options.ts';

/** The name that a task definition has for an image, in the form that the config asks for. */
export function imageName(
  { uri, tag, digest }: { readonly uri: string; readonly tag: string | null; readonly digest: string },
  form: ReferenceForm = 'tag-and-digest',
): string {
  if (tag === null || form === 'digest') return `${uri}@${digest}`;
  return form === 'tag' ? `${uri}:${tag}` : `${uri}:${tag}@${digest}`;
}
