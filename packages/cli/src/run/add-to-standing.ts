import {
  type FoundFile,
  type FoundProject,
  type LeftOut,
  lostComments,
  mergeProjects,
  onlyNew,
  renderProject,
  startProjects,
} from '@funade/init';
import type { StandingConfig } from './read-standing.ts';

/** What is written where a config is there, and what of both is not in it. */
export interface Added {
  /** Null: the config speaks of all of it already. */
  readonly project: FoundProject | null;
  /** Of what was found. */
  readonly left: readonly LeftOut[];
  /** Of the config that is there, once it is written over. */
  lost(files: readonly FoundFile[]): readonly LeftOut[];
}

/** Adds what was found to the config that is there, if one is. Touches nothing. */
export function addToStanding(found: FoundProject, standing: StandingConfig | null): Added {
  if (standing === null) return { project: found, left: found.left, lost: () => [] };
  const lost = (files: readonly FoundFile[]): readonly LeftOut[] => lostOf(standing, files);
  const again = mergeProjects(standing.project, found);
  if (renderProject(again)[0]?.text === standing.text) return { project: again, left: found.left, lost };
  const fresh = onlyNew(found, standing.project);
  const isKnown = (name: string): boolean => standing.project.environments[name] !== undefined;
  const nothing = Object.keys(fresh.services).length === 0 && Object.keys(fresh.environments).every(isKnown);
  return { project: nothing ? null : mergeProjects(standing.project, fresh), left: fresh.left, lost };
}

function lostOf(standing: StandingConfig, files: readonly FoundFile[]): readonly LeftOut[] {
  const own = startProjects(standing.project).map((project) => renderProject(project)[0]?.text ?? '');
  const texts = { before: standing.text, after: files[0]?.text ?? '', own: own.join('\n') };
  const unnamed = standing.files.filter((path) => !files.some((file) => file.path === path));
  return [
    ...lostComments('deploy.config.ts', texts),
    ...unnamed.map((place) => ({
      place,
      what: 'the file',
      reason: 'the config names it no more: environments differ in it, and each has one of its own',
      instead: 'delete it',
    })),
  ];
}
