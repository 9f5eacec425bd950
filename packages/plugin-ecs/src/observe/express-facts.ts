import type { Service } from '@aws-sdk/client-ecs';
import type { RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import type { ServiceFacts } from '../model/facts.ts';
import { comparable, configurationOf, urlsOf } from '../service/express-configuration.ts';
import { isExpress } from '../service/running-revision.ts';
import { primaryOf } from '../service/service-view.ts';
import { readExpress } from './read-express.ts';

/** What a plan reads of a service of Express Mode beside what every service has; nothing of one that is none. */
export async function expressFacts(
  ecs: Ecs,
  service: Service,
  context: RunContext,
): Promise<Pick<ServiceFacts, 'express'>> {
  if (!isExpress(service)) return {};
  const arn = service.serviceArn ?? '';
  const { infrastructureRoleArn, configurations } = await readExpress(ecs, arn, context);
  const primary = primaryOf(service);
  const found = primary === undefined ? null : configurationOf(configurations, primary);
  const configuration = comparable(found ?? configurations[0] ?? {});
  return { express: { arn, configuration, infrastructureRoleArn, urls: urlsOf(configuration) } };
}
