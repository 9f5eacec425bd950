import type { Operation, WireObject } from '../../../model/service.ts';
import { isDigest } from '../../registry/is-digest.ts';
import type { RegistryState } from '../../registry/state.ts';
import { findRepository } from '../find.ts';
import { texts } from '../input.ts';

export const batchCheckLayerAvailability: Operation<RegistryState> = (state, { input }) => {
  const repository = findRepository(state, input);
  const layers: WireObject[] = [];
  const failures: WireObject[] = [];
  for (const layerDigest of texts(input, 'layerDigests')) {
    const size = repository.blobs.has(layerDigest) ? state.blobs.size(layerDigest) : null;
    if (!isDigest(layerDigest)) {
      failures.push({
        layerDigest,
        failureCode: 'InvalidLayerDigest',
        failureReason: 'Invalid request parameters: layer digest is not valid',
      });
    } else if (size === null) layers.push({ layerDigest, layerAvailability: 'UNAVAILABLE' });
    else layers.push({ layerDigest, layerAvailability: 'AVAILABLE', layerSize: size });
  }
  return { layers, failures };
};
