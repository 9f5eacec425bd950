import { isJsonObject, type Json, type JsonObject, looksSecret } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import { inFile, type ValueObject } from '../model/value.ts';
import { literalValue } from './escape-templates.ts';
import type { LiveService } from './live-facts.ts';
import { withoutImages } from './live-images.ts';
import { objectsOf } from './read-ecs.ts';

/** Where a definition is kept, and what of it is not. */
export interface LiveDefinition {
  /** `taskDefinition` of `ecs`; empty: the revision that runs is the base. */
  readonly ecs: ValueObject;
  readonly left: readonly LeftOut[];
}

interface DefinitionPlace {
  /** Path of the file. */
  readonly path: string;
  /** Containers that get their image by the config. */
  readonly set: readonly string[];
  readonly place: string;
}

/** Members that only an answer has: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html */
const answerOnly = new Set([
  ...['compatibilities', 'deleteRequestedAt', 'deregisteredAt', 'registeredAt', 'registeredBy', 'requiresAttributes'],
  ...['revision', 'status', 'taskDefinitionArn', 'tags'],
]);

/** The task definition that runs, as a file; a definition with what looks like a secret is in none. */
export function liveDefinition(
  { definition, tags }: LiveService,
  { path, set, place }: DefinitionPlace,
): LiveDefinition {
  if (definition === null) return { ecs: {}, left: [] };
  const containers = objectsOf(definition.containerDefinitions);
  const secret = containers.flatMap((container) =>
    objectsOf(container.environment)
      .filter(({ name, value }) => looksSecret({ name: String(name), value: String(value ?? '') }))
      .map(({ name }) => `${String(container.name)}.${String(name)}`),
  );
  if (secret.length > 0) {
    return {
      ecs: {},
      left: [
        {
          place,
          what: 'the task definition',
          reason: `it is written to no file, as variables in it look like secrets: ${secret.join(', ')}; new revisions are made from the one that runs`,
          instead:
            'put them into Secrets Manager or Parameter Store and under `secrets` of the container, and run init again',
        },
      ],
    };
  }
  const own = tags.filter(({ key }) => !/^(aws|funade):/i.test(String(key)));
  const members = Object.entries(definition).filter(([key, value]) => !answerOnly.has(key) && !isEmpty(value));
  const written: JsonObject = {
    ...Object.fromEntries(members),
    containerDefinitions: withoutImages(containers.map(withoutEmpty), set),
    ...(own.length === 0 ? {} : { tags: own }),
  };
  return { ecs: { taskDefinition: inFile(path, literalValue(written) as ValueObject) }, left: [] };
}

/** Lists of a container that mean the same absent and empty. */
const lists = new Set([
  ...['environment', 'environmentFiles', 'mountPoints', 'volumesFrom', 'systemControls', 'portMappings', 'secrets'],
  ...['ulimits', 'links', 'dependsOn', 'extraHosts', 'dnsServers', 'dnsSearchDomains', 'dockerSecurityOptions'],
  ...['resourceRequirements', 'credentialSpecs'],
]);

function withoutEmpty(container: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(container).filter(
      ([key, value]) => !(lists.has(key) && isEmpty(value)) && !(key === 'cpu' && value === 0),
    ),
  );
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}
