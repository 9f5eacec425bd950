import { openSandboxRegistries } from './registries.ts';
import { registrySuite } from './registry-suite.ts';

registrySuite('between two registries of the sandbox', openSandboxRegistries);
