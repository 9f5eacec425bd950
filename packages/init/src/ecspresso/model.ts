import type { TemplateDocument } from './template-document.ts';

/** A definition that a config names: what it contains, or why that cannot be read. */
export type NamedFile =
  | { readonly ok: true; readonly document: TemplateDocument }
  | { readonly ok: false; readonly file: string; readonly line: number | null; readonly problem: string };

/** A config of ecspresso with the files that it names. */
export interface EcspressoConfig {
  readonly config: TemplateDocument;
  /** The folder of the config, relative to where `init` was typed; empty for that one. */
  readonly folder: string;
  /** Null where none is named. */
  readonly taskDefinition: NamedFile | null;
  readonly serviceDefinition: NamedFile | null;
  /** Every text that was read, as it was written. */
  readonly texts: readonly string[];
}
