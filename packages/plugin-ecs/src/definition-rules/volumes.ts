import {
  type DefinitionProblem,
  type DefinitionView,
  numberIn,
  objectIn,
  objectsIn,
  textIn,
} from './definition-view.ts';
import { repeated } from './members.ts';

const sources = [
  'host',
  'dockerVolumeConfiguration',
  'efsVolumeConfiguration',
  'fsxWindowsFileServerVolumeConfiguration',
  's3filesVolumeConfiguration',
] as const;

/** Volumes that do not go together: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html */
export function volumeProblems({ body, containers, fargate, ec2 }: DefinitionView): readonly DefinitionProblem[] {
  const volumes = objectsIn(body, 'volumes');
  const names = volumes.map((volume) => textIn(volume, 'name') ?? '');
  const mounts = containers.flatMap(({ path, body: container }) =>
    objectsIn(container, 'mountPoints').map((mount) => ({ path, volume: textIn(mount, 'sourceVolume') ?? '' })),
  );
  return [
    ...mounts
      .filter(({ volume }) => volume !== '' && !names.includes(volume))
      .map(({ path, volume }) => ({
        path: `${path}.mountPoints[${volume}]`,
        message:
          names.length === 0
            ? 'there are no volumes; name it under volumes'
            : `there is no volume of that name; there are ${names.join(', ')}`,
      })),
    ...repeated(names).map((name) => ({ path: `volumes[${name}]`, message: 'another volume has that name' })),
    ...volumes.flatMap((volume) => sourceProblems(volume, fargate)),
    ...storageProblems(body, { fargate, ec2 }),
  ];
}

function sourceProblems(volume: DefinitionView['body'], fargate: boolean): readonly DefinitionProblem[] {
  const path = `volumes[${textIn(volume, 'name') ?? ''}]`;
  const written = sources.filter((source) => objectIn(volume, source) !== null);
  const efs = objectIn(volume, 'efsVolumeConfiguration');
  const access = objectIn(efs, 'authorizationConfig');
  const encrypted = textIn(efs, 'transitEncryption') === 'ENABLED';
  const root = textIn(efs, 'rootDirectory');
  const found: (DefinitionProblem | false)[] = [
    written.length > 1 && { path, message: `it has ${written.join(' and ')}; a volume has one source` },
    efs !== null &&
      textIn(efs, 'fileSystemId') === null && {
        path: `${path}.efsVolumeConfiguration.fileSystemId`,
        message: 'it is missing, and ECS requires it',
      },
    textIn(access, 'iam') === 'ENABLED' &&
      !encrypted && {
        path: `${path}.efsVolumeConfiguration`,
        message: 'IAM authorization needs transitEncryption ENABLED',
      },
    textIn(access, 'accessPointId') !== null &&
      !encrypted && {
        path: `${path}.efsVolumeConfiguration`,
        message: 'an access point needs transitEncryption ENABLED',
      },
    textIn(access, 'accessPointId') !== null &&
      root !== null &&
      root !== '/' &&
      root !== '' && {
        path: `${path}.efsVolumeConfiguration.rootDirectory`,
        message: `${JSON.stringify(root)} cannot be combined with an access point; write "/" or leave it out`,
      },
    fargate &&
      textIn(objectIn(volume, 'host'), 'sourcePath') !== null && {
        path: `${path}.host.sourcePath`,
        message: 'Fargate has no host to mount from',
      },
    fargate &&
      written.includes('dockerVolumeConfiguration') && {
        path: `${path}.dockerVolumeConfiguration`,
        message: 'Fargate does not support it; use EFS',
      },
  ];
  return found.filter((each) => each !== false);
}

function storageProblems(
  body: DefinitionView['body'],
  { fargate, ec2 }: Pick<DefinitionView, 'fargate' | 'ec2'>,
): readonly DefinitionProblem[] {
  const size = numberIn(objectIn(body, 'ephemeralStorage'), 'sizeInGiB');
  if (size === null) return [];
  const path = 'ephemeralStorage.sizeInGiB';
  if (ec2 && !fargate) return [{ path, message: 'tasks of EC2 have no ephemeral storage of their own; remove it' }];
  return size < 21 || size > 200 ? [{ path, message: `${size} is not between 21 and 200` }] : [];
}
