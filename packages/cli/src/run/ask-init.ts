import { regionProblem } from '@funade/core';
import type { CiName, FolderFacts } from '@funade/init';
import { usage } from '../model/errors.ts';
import type { InitOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { askText, type TextQuestion } from './ask-text.ts';

/** Who is asked, and what the folder says. */
export interface Asking {
  readonly folder: FolderFacts;
  readonly io: Io;
  readonly signal: AbortSignal;
}

/** What was not typed, answered or as it usually is. */
export interface InitAnswers {
  readonly options: InitOptions;
  readonly ci: CiName;
}

/** Asks for what was not typed, where there is a terminal and the config is made from answers; else what is usual holds. */
export async function askInit(options: InitOptions, { folder, io, signal }: Asking): Promise<InitAnswers> {
  const asks = options.from === null && !options.yes && io.stdin.isTTY && io.stderr.isTTY;
  const text = async (given: string | null, question: TextQuestion): Promise<string> => {
    if (given === null && asks) return askText(question, io, signal);
    const answer = given ?? question.otherwise;
    const problem = question.wrong?.(answer) ?? null;
    if (problem !== null) throw usage(`${question.question} is ${JSON.stringify(answer)}`, problem);
    return answer;
  };
  const project = await text(options.project, { question: 'project', otherwise: folder.project, wrong: nameProblem });
  const services = await text(joined(options.services), {
    question: 'services',
    otherwise: 'api',
    wrong: namesProblem,
  });
  const environments = await text(joined(options.environments), {
    question: 'environments',
    otherwise: 'staging,production',
    wrong: namesProblem,
  });
  const account = await text(options.account, {
    question: 'account',
    otherwise: '',
    wrong: accountProblem,
  });
  const region = await text(options.region, {
    question: 'region',
    otherwise: io.env.AWS_REGION || io.env.AWS_DEFAULT_REGION || 'us-east-1',
    wrong: regionProblem,
  });
  const ci = await text(options.ci, {
    question: 'CI (gitlab, github or none)',
    otherwise: folder.ci ?? 'gitlab',
    wrong: ciProblem,
  });
  return {
    options: {
      ...options,
      project,
      services: listOf(services),
      environments: listOf(environments),
      account: account === '' ? null : account,
      region,
    },
    ci: ci as CiName,
  };
}

function namesProblem(answer: string): string | null {
  const names = listOf(answer);
  return names.length === 0
    ? 'name at least one'
    : (names.map(nameProblem).find((problem) => problem !== null) ?? null);
}

function nameProblem(answer: string): string | null {
  return /^[a-z0-9][a-z0-9._-]{0,62}$/.test(answer) ? null : `a name has small letters, digits, ".", "_" and "-"`;
}

function accountProblem(answer: string): string | null {
  return answer === '' || /^\d{12}$/.test(answer)
    ? null
    : 'an account is twelve digits; leave it empty if it is not known yet';
}

function ciProblem(answer: string): string | null {
  return ['gitlab', 'github', 'none'].includes(answer) ? null : 'it is gitlab, github or none';
}

function joined(names: readonly string[]): string | null {
  return names.length === 0 ? null : names.join(',');
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
