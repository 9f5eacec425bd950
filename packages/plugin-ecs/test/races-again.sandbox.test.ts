import { raceTests } from './race-tests.ts';

raceTests({ from: 250, races: 75, all: 250 });
