import { AwsFault } from '../../model/service.ts';

export const validation = (message: string): AwsFault => new AwsFault('ValidationException', message);
export const notFound = (message: string): AwsFault => new AwsFault('ResourceNotFoundException', message);
export const managed = (name: string): AwsFault =>
  new AwsFault(
    'ManagedRuleException',
    `Rule ${name} is managed by an AWS service can only be modified if force is set.`,
  );
