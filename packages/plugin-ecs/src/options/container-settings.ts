/** What a service writes about one container, its image apart. */
export type ContainerSettings = {
  /** By name; null takes a variable away. */
  readonly environment?: Readonly<Record<string, string | number | boolean | null>> | undefined;
  /** `valueFrom` by name; null takes a secret away. */
  readonly secrets?: Readonly<Record<string, string | null>> | undefined;
  /** Fields of which nothing is kept but what is written. */
  readonly exclusive?: readonly string[] | undefined;
  /** Any other field of a container definition; null takes it away. */
  readonly [field: string]: unknown;
};
