/** What starts a one-off task once more: a deploy does it for the tasks of the config, whoever ran it by hand for others. */
export function againText({ byHand }: { readonly byHand?: true }): string {
  return byHand === true ? 'run it again' : 'deploy again to run it again';
}
