// Plays seeds with a bug in the engine until something does not hold: `node hunt.ts <bug, or none> <first seed> <seeds>`.
// Prints the seeds that it plays, and in the end what it found, as JSON: one line each.
import { drawStory } from '../draw/draw-story.ts';
import { plantBug } from './plant-bug.ts';
import { plantedBugs } from './planted-bugs.ts';

const [name = 'none', first = '1', count = '2000'] = process.argv.slice(2);
const bug = plantedBugs.find((each) => each.name === name);
if (bug === undefined && name !== 'none') throw new TypeError(`there is no bug ${name}`);
if (bug !== undefined) plantBug(bug);
// Loaded now, with the bug.
const { simulateStory } = await import('../simulate.ts');
let found: object | null = null;
for (let seed = Number(first); seed < Number(first) + Number(count) && found === null; seed += 1) {
  const story = drawStory(seed);
  if (bug?.shownBy?.test(JSON.stringify(story)) === false) continue;
  process.stdout.write(`${seed}\n`);
  const { broken } = await simulateStory(story);
  const [one] = broken;
  if (one !== undefined) found = { seed, ...one };
}
process.stdout.write(`${JSON.stringify(found)}\n`);
// What a bug has left waiting must not keep it alive.
process.exit(0);
