// What others need of definitions in files; no part of what a config imports.
export { parseDefinition } from './task-definition/parse-definition.ts';
export { toRegisterInput } from './task-definition/to-register-input.ts';
