export interface EnvSettings {
  /** Names of the variables that templates may look up. */
  readonly names: readonly string[];
  /** What a variable is worth where it is not set, or empty. Default: that is an error. */
  readonly defaults?: Readonly<Record<string, string>>;
}
