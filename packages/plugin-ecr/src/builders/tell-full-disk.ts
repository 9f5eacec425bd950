import { diskFull } from '../model/build-errors.ts';

/** Does the work; a disk or a quota that is full on the way is told as such. */
export async function tellFullDisk<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ENOSPC' || code === 'EDQUOT' ? diskFull(what, error) : error;
  }
}
