// Measures what the README and the decisions claim, as ratios in one run on one machine. `npm run build` first.
import { existsSync } from 'node:fs';
import { type Figure, renderFigures } from './figure.ts';
import { bin } from './shop.ts';
import { copy } from './stories/copy.ts';
import { definitions } from './stories/definitions.ts';
import { deploy } from './stories/deploy.ts';
import { display } from './stories/display.ts';
import { growth } from './stories/growth.ts';
import { images } from './stories/images.ts';
import { many } from './stories/many.ts';
import { servicesStable } from './stories/services-stable.ts';
import { shown } from './stories/shown.ts';
import { startUp } from './stories/start-up.ts';
import { verdict } from './stories/verdict.ts';

if (!existsSync(bin)) {
  console.error('the command is not built: run `npm run build` first');
  process.exit(2);
}

const stories: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  'start-up': startUp,
  definitions,
  deploy: () => deploy(0),
  'deploy-40ms': () => deploy(40),
  many: () => many(100),
  shown: () => shown(100),
  display: () => display(100),
  growth,
  images,
  copy,
  verdict,
  'services-stable': servicesStable,
};
const wanted = process.argv.slice(2);
const figures: Figure[] = [];
for (const [name, story] of Object.entries(stories)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`measuring ${name} …`);
  figures.push(...(await story()));
}
console.log(renderFigures(figures));
