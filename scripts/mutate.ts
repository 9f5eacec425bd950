// `npm run mutate -- [package] [--seed n] [--count n] [--under folder]`: changes the sources in small ways, one at a time and
// never on disk, and says which changes no test of the package noticed. `package` is a folder of `packages/`.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseModule } from './layers/parse-module.ts';
import { findMutants } from './mutate/find-mutants.ts';
import { failingTests, type PlacedMutant, runTests } from './mutate/run-tests.ts';
import { sample } from './mutate/sample.ts';
import { testsOf } from './mutate/tests-of.ts';
import { root } from './packages.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '40' },
    under: { type: 'string', default: '' },
  },
});
const [name = '{core,aws,cli,plugin-*}'] = positionals;
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const modules = globSync(`packages/${name}/{src,test}/**/*.ts`, { cwd: root }).map((file) =>
  parseModule(file, read(file)),
);
const mutants = modules
  .map(({ file }) => file)
  .filter(
    (file) => file.includes(`/src/${values.under}`) && !/(\.test|\/index|\/bin)\.ts$|\/(demo|testing)\//.test(file),
  )
  .sort()
  .flatMap((file) => findMutants(file, read(file)).map((mutant) => ({ ...mutant, file })));
const drawn = sample(mutants, Number(values.count), Number(values.seed));
console.log(`${drawn.length} of ${mutants.length} mutants, seed ${values.seed}`);

const all = new Set(drawn.flatMap(({ file }) => testsOf(file, modules)));
const failing = new Set(await failingTests([...all]));
if (failing.size > 0) console.log(`left out, as they fail anyway: ${[...failing].join(', ')}`);

const survivors: string[] = [];
for (const [index, mutant] of drawn.entries()) {
  const fate = await fateOf(mutant);
  const told = `${mutant.file}:${read(mutant.file).slice(0, mutant.start).split('\n').length}  ${mutant.what}`;
  console.log(`${index + 1}  ${fate}  ${told}`);
  if (fate === 'survived') survivors.push(told);
}
const killed = drawn.length - survivors.length;
console.log(`\n${killed} of ${drawn.length} killed: ${((100 * killed) / Math.max(1, drawn.length)).toFixed(0)} %`);
if (survivors.length > 0) console.log(`survived:\n${survivors.join('\n')}`);

/** What the tests make of a mutant: first its file's own, then the others. */
async function fateOf(mutant: PlacedMutant): Promise<string> {
  const tests = testsOf(mutant.file, modules).filter((test) => !failing.has(test));
  const own = tests.filter((test) => test.startsWith(mutant.file.replace(/ts$/, '')));
  for (const files of [own, tests.slice(own.length)]) {
    const end = await runTests(files, mutant);
    if (end === 'unfinished') return 'killed (the tests did not end)';
    if (end === 'failed') return 'killed';
  }
  return 'survived';
}
