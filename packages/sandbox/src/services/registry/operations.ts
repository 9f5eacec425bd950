import { deleteBlob, getBlob } from './operations/blobs.ts';
import { getBase, getCatalog, listReferrers, listTags } from './operations/listings.ts';
import { deleteManifest, getManifest, putManifest } from './operations/manifests.ts';
import { beginUpload, cancelUpload, continueUpload, describeUpload, finishUpload } from './operations/uploads.ts';
import type { RegistryOperation } from './registry-call.ts';

/** One row of the registry: what is done, and the ECR action it needs; null when every login may. */
export interface RegistryRoute {
  readonly run: RegistryOperation;
  readonly action: string | null;
}

/** Every operation of the OCI registry by method and kind. */
export const registryRoutes: Readonly<Record<string, RegistryRoute>> = {
  'GET base': { run: getBase, action: null },
  'HEAD base': { run: getBase, action: null },
  'GET catalog': { run: getCatalog, action: 'ecr:DescribeRepositories' },
  'GET manifest': { run: getManifest, action: 'ecr:BatchGetImage' },
  'HEAD manifest': { run: getManifest, action: 'ecr:BatchGetImage' },
  'PUT manifest': { run: putManifest, action: 'ecr:PutImage' },
  'DELETE manifest': { run: deleteManifest, action: 'ecr:BatchDeleteImage' },
  'GET blob': { run: getBlob, action: 'ecr:GetDownloadUrlForLayer' },
  'HEAD blob': { run: getBlob, action: 'ecr:BatchCheckLayerAvailability' },
  'DELETE blob': { run: deleteBlob, action: 'ecr:BatchDeleteImage' },
  'POST upload': { run: beginUpload, action: 'ecr:InitiateLayerUpload' },
  'PATCH upload': { run: continueUpload, action: 'ecr:UploadLayerPart' },
  'PUT upload': { run: finishUpload, action: 'ecr:CompleteLayerUpload' },
  'GET upload': { run: describeUpload, action: 'ecr:InitiateLayerUpload' },
  'DELETE upload': { run: cancelUpload, action: 'ecr:InitiateLayerUpload' },
  'GET tags': { run: listTags, action: 'ecr:ListImages' },
  'GET referrers': { run: listReferrers, action: 'ecr:BatchGetImage' },
};
