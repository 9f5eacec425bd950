import { sessionStepId } from '@funade/aws';
import type { Note, PruneFragment, PruneRequest, Step, TargetId } from '@funade/core';
import { revisionNumber } from '../model/revision-name.ts';
import type { EcsTargetOptions } from '../options/options.ts';
import { chooseRevisions, type RevisionsPruned } from './choose-revisions.ts';
import type { PruneFacts } from './pruning.ts';

/** The steps that deregister and delete old revisions, family by family. Touches nothing. */
export function planPrune(request: PruneRequest<EcsTargetOptions>, facts: PruneFacts): PruneFragment {
  const { environment, keep, deleteInactive } = request;
  const needs = [sessionStepId(environment.name)];
  const families = Object.entries(facts.revisions).map(([family, revisions]) => ({
    family,
    targets: request.targets.flatMap(({ id }) => (facts.families[id]?.includes(family) ? [id] : [])),
    pruned: chooseRevisions(revisions, { uses: facts.uses, keep, deleteInactive }),
  }));
  const gone = new Set(families.flatMap(({ pruned }) => [...pruned.deregister, ...pruned.remove]));
  const steps = families.flatMap(({ family, targets, pruned: { deregister, remove } }): Step[] => {
    const common = { phase: 'register', targets, label: targets[0] ?? family, needs, after: [], changes: [] } as const;
    return [
      ...(deregister.length === 0
        ? []
        : [
            {
              ...common,
              id: `ecs.deregister-task-definitions:${family}`,
              kind: 'ecs.deregister-task-definitions',
              title: `deregister ${revisionsText(family, deregister)}`,
              input: { family, revisions: [...deregister], keep },
            },
          ]),
      ...(remove.length === 0
        ? []
        : [
            {
              ...common,
              id: `ecs.delete-task-definitions:${family}`,
              kind: 'ecs.delete-task-definitions',
              title: `delete ${revisionsText(family, remove)} for good`,
              input: { family, revisions: [...remove], keep },
            },
          ]),
    ];
  });
  const asked = facts.images?.asked ?? {};
  return {
    steps,
    notes: families.flatMap(notesOf),
    warnings: [],
    keeps: [
      ...Object.entries(asked).flatMap(([revision, images]) => (gone.has(revision) ? [] : images)),
      ...(facts.images?.running ?? []),
    ],
  };
}

function notesOf({
  family,
  targets,
  pruned: { kept, needed },
}: {
  readonly family: string;
  readonly targets: readonly TargetId[];
  readonly pruned: RevisionsPruned;
}): readonly Note[] {
  const subject = { targets, label: targets[0] ?? family };
  return [
    {
      ...subject,
      text: `${kept} active ${kept === 1 ? 'revision' : 'revisions'} of ${family} ${kept === 1 ? 'stays' : 'stay'}`,
    },
    ...needed.map(({ revision, why }) => ({ ...subject, text: `${revision} stays: ${why.join('; ')}` })),
  ];
}

/** `3 revisions of shop-api: 1, 4–9` */
function revisionsText(family: string, revisions: readonly string[]): string {
  const numbers = revisions.map(revisionNumber);
  const runs = numbers.reduce<[number, number][]>((found, number) => {
    const last = found.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
    return found;
  }, []);
  const texts = runs.map(([from, to]) =>
    from === to ? String(from) : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`,
  );
  return `${revisions.length} ${revisions.length === 1 ? 'revision' : 'revisions'} of ${family}: ${texts.join(', ')}`;
}
