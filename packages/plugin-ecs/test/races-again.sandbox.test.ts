import { raceTests } from './race-tests.ts';

raceTests({ from: 250, races: 100, all: 250 });
