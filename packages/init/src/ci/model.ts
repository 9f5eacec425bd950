import type { Value } from '../model/value.ts';

/** What a step of a pipeline does, as far as a deploy is concerned. Texts contain templates for what is not known. */
export type CiFact =
  | BuildFact
  | { readonly kind: 'tag'; readonly from: string; readonly to: string }
  | { readonly kind: 'push'; readonly image: string }
  | { readonly kind: 'region'; readonly region: string }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'account'; readonly account: string }
  | BaseFact
  | ContainerFact
  | UpdateFact
  | TaskFact
  | { readonly kind: 'output'; readonly name: string; readonly value: string };

export interface BuildFact {
  readonly kind: 'build';
  /** Names with tags. */
  readonly images: readonly string[];
  readonly context: string;
  /** Relative to where the command runs; null: that of the context. */
  readonly dockerfile: string | null;
  readonly target: string | null;
  readonly args: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  readonly pushes: boolean;
}

/** The task definition that a revision is made from: a family that is registered, or a file. */
export interface BaseFact {
  readonly kind: 'base';
  readonly family: string | null;
  readonly file: string | null;
}

export interface ContainerFact {
  readonly kind: 'container';
  /** The container that gets the image, by its name or its place in the list. */
  readonly container: string | number;
  readonly image: string | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface UpdateFact {
  readonly kind: 'update';
  readonly cluster: string;
  readonly service: string;
  readonly settings: Readonly<Record<string, Value>>;
  /** Minutes to wait; null: it does not say. */
  readonly minutes: number | null;
}

export interface TaskFact {
  readonly kind: 'task';
  readonly command: readonly string[] | null;
  readonly container: string | null;
  readonly launch: Readonly<Record<string, Value>>;
}

/** What is to be told of a step: it, or a part of it, is not carried over. */
export interface CiRemark {
  readonly what?: string;
  readonly reason: string;
  readonly instead?: string;
}

/** What a step means. */
export interface Meaning {
  readonly facts: readonly CiFact[];
  readonly remarks: readonly CiRemark[];
}

export const means = (...facts: readonly CiFact[]): Meaning => ({ facts, remarks: [] });
export const leaves = (reason: string, instead?: string): Meaning => ({
  facts: [],
  remarks: [instead === undefined ? { reason } : { reason, instead }],
});
