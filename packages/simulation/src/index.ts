export { drawStory } from './draw/draw-story.ts';
export { type Broken, invariants } from './model/broken.ts';
export type { Story } from './model/story.ts';
export { type Simulated, type SimulateOptions, simulate, simulateStory } from './simulate.ts';
