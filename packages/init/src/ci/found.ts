import type { Json } from '@funade/core';
import type { Ledger } from '../text/ledger.ts';
import type { Path, SourceDocument } from '../text/source-document.ts';

/** A value of a pipeline and where it is written. */
export interface Found {
  readonly source: Source;
  readonly path: Path;
  readonly value: Json;
}

/** A file of a pipeline with what becomes of it. */
export interface Source {
  readonly document: SourceDocument;
  readonly ledger: Ledger;
}
