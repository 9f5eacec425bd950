import { numberIn } from '../../../model/input.ts';
import type { EcsState, Service } from '../state.ts';

/** An ACTIVE service of Express Mode, and between which counts it is scaled. */
export interface ExpressScaling {
  readonly service: Service;
  /** `cluster/service`. */
  readonly place: string;
  readonly min: number;
  readonly max: number;
}

/** The services of Express Mode, for what scales them. */
export function expressScaling(state: EcsState): readonly ExpressScaling[] {
  return [...state.services].flatMap(([place, service]) => {
    if (service.express === null || service.status !== 'ACTIVE') return [];
    const { scalingTarget } = service.express.current;
    const [min, max] = [numberIn(scalingTarget, 'minTaskCount') ?? 1, numberIn(scalingTarget, 'maxTaskCount') ?? 20];
    return [{ service, place, min, max }];
  });
}
