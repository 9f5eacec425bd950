import { numberIn, objectIn, objectsIn, textIn, textsIn } from '../../../../model/input.ts';
import type { WireObject } from '../../../../model/service.ts';
import { firstSaid, type Rule, type Subject } from './subject.ts';

const sources = [
  'host',
  'dockerVolumeConfiguration',
  'efsVolumeConfiguration',
  'fsxWindowsFileServerVolumeConfiguration',
  's3filesVolumeConfiguration',
];

/** Volumes, their mounts, and the ephemeral storage. */
export const volumeRules: readonly Rule[] = [
  (subject) => {
    const known = volumesOf(subject).map(({ name }) => name);
    const bad = mounted(subject).find((name) => !known.includes(name));
    return bad === undefined ? undefined : `Unknown volume '${bad}'.`;
  },
  (subject) => {
    const used = mounted(subject);
    const unused = volumesOf(subject).flatMap((volume) => textIn(volume, 'name') ?? []);
    const names = unused.filter((name) => !used.includes(name));
    return names.length > 0 ? `Volumes [${names.join(', ')}] are not referenced by any of the containers` : undefined;
  },
  (subject) => {
    const isMixed = volumesOf(subject).some((volume) => sourcesOf(volume).length > 1);
    return isMixed ? 'Only one volume configuration can be specified for a volume.' : undefined;
  },
  (subject) =>
    volumesOf(subject).filter(({ configuredAtLaunch }) => configuredAtLaunch === true).length > 1
      ? 'Only one volume can be configured at launch.'
      : undefined,
  (subject) => firstSaid(volumesOf(subject), efs),
  (subject) =>
    subject.body.taskRoleArn === undefined &&
    volumesOf(subject).some(({ s3filesVolumeConfiguration }) => s3filesVolumeConfiguration != null)
      ? "When you are specifying a volume of S3 Files, you must also specify a value for 'taskRoleArn'."
      : undefined,
  ephemeralStorage,
];

function efs(volume: WireObject): string | undefined {
  const written = objectIn(volume, 'efsVolumeConfiguration');
  if (written === undefined) return undefined;
  const access = objectIn(written, 'authorizationConfig') ?? {};
  const isEncrypted = written.transitEncryption === 'ENABLED';
  if (access.iam === 'ENABLED' && !isEncrypted) {
    return 'EFS IAM authorization requires TransitEncryption to be enabled';
  }
  if (written.transitEncryptionPort !== undefined && !isEncrypted) {
    return 'TransitEncryptionPort requires that TransitEncryption is enabled';
  }
  const root = textIn(written, 'rootDirectory') ?? '';
  return access.accessPointId !== undefined && root !== '' && root !== '/'
    ? 'When using an EFS access point, the root directory must either be set to "/" or be omitted'
    : undefined;
}

function ephemeralStorage({ body }: Subject): string | undefined {
  const written = objectIn(body, 'ephemeralStorage');
  const size = written === undefined ? undefined : numberIn(written, 'sizeInGiB');
  if (size === undefined) return undefined;
  if ((textsIn(body, 'requiresCompatibilities') ?? []).includes('EC2')) {
    return 'Tasks using the EC2 launch type do not support EphemeralStorage';
  }
  if (size < 21) return 'EphemeralStorage size should be at least 21';
  return size > 200 ? 'EphemeralStorage size should be at most 200' : undefined;
}

function volumesOf({ body }: Subject): readonly WireObject[] {
  return objectsIn(body, 'volumes') ?? [];
}

function mounted({ containers }: Subject): readonly string[] {
  return containers
    .flatMap((container) => objectsIn(container, 'mountPoints') ?? [])
    .flatMap((mount) => textIn(mount, 'sourceVolume') ?? []);
}

/** An empty `host` is no source of its own. */
function sourcesOf(volume: WireObject): readonly string[] {
  return sources.filter((source) => Object.keys(objectIn(volume, source) ?? {}).length > 0);
}
