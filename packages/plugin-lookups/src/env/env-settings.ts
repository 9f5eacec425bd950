export interface EnvSettings {
  /** Names of the variables that templates may look up. */
  readonly names: readonly string[];
}
