import { AwsFault } from '../../model/service.ts';

export function noSuchRole(name: string): AwsFault {
  return new AwsFault('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
}
