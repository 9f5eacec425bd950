import { raceTests } from './race-tests.ts';

// The other half is in a file of its own, for another processor.
raceTests({ from: 0, races: 75, all: 250 });
