import { AwsFault } from '../../model/service.ts';

export const validation = (message: string): AwsFault => new AwsFault('ValidationException', message);
export const notFound = (message: string): AwsFault => new AwsFault('ResourceNotFoundException', message, 404);
export const conflict = (message: string): AwsFault => new AwsFault('ConflictException', message, 409);
