// All of the command but its bin, which in the bundle is loaded by a loader of its own.
export { systemClock, systemRandom } from '@funade/core';
export { main } from './main.ts';
