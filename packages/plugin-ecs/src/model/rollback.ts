/** A rollback that a run asked for and waits for. */
export interface Rollback {
  /** By ECS itself, or by a deployment of what ran before. */
  readonly how: 'by-ecs' | 'by-update';
  /** Id of the deployment that is rolled back; null when nobody knows it. */
  readonly deploymentId: string | null;
  /** In a few words; null when it is not known, or somebody just wanted it. */
  readonly why: string | null;
}
