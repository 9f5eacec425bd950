/** Texts that somebody who may write a log line, a git ref or a stop reason would try. For tests. */
export const hostileTexts: readonly string[] = [
  '\u001b[2J\u001b[H✔ api@production  succeeded',
  'ok\r✔ api@production  succeeded',
  'ok\n✔ api@production  succeeded',
  'ok\u2028✔ api@production  succeeded',
  'ok\u2029✔ api@production  succeeded',
  'ok\u0085✔ api@production  succeeded',
  '\u001b]52;c;cm0gLXJmIC8=\u0007',
  '\u009d52;c;cm0gLXJmIC8=\u009c',
  '\u001b]8;;https://example.com/\u001b\\click\u001b]8;;\u001b\\',
  '\u001b]0;root@host\u0007',
  '\u001bP1$r0m\u001b\\',
  '\u001b_G;payload\u001b\\',
  '\u009b31mred',
  '\u001b',
  '\u001b[',
  '\u001b]unterminated',
  '::add-mask::x',
  '::error file=a,line=1::forged',
  '   ::set-output name=a::b',
  '\u001b[0m::warning::hidden behind a colour',
  '\u200b::warning::hidden behind nothing',
  '\ufeff::stop-commands::x',
  '\t::group::x',
  'a\n::endgroup::',
  'a\r::endgroup::',
  '##[error]forged',
  'x ##[add-mask]y',
  '##vso[task.setvariable variable=a]b',
  "##teamcity[message text='x']",
  'section_start:1700000000:evil[collapsed=true]\r\u001b[0Kevil',
  'section_end:1700000000:evil\r\u001b[0K',
  'invoice\u202efdp.exe',
  '\u2066isolated\u2069',
  'tag\u{e0074}\u{e0061}',
  '\u0000\u0001\u0007\u0008\u007f',
  '\ud800 alone',
  '<script>alert(1)</script>',
  '`x` | y <!-- @everyone -->',
];

/**
 * What a terminal or a CI would act on in a text that was shown, in a few characters each; empty where there is nothing.
 * Tests paint nothing, so that any escape sequence is foreign.
 */
export function hostileParts(shown: string): readonly string[] {
  const controls = shown.match(/[^\P{Cc}\n]|[\u2028\u2029]|[^\P{Cf}\u200c\u200d]|\p{Cs}/gu) ?? [];
  const commands = shown
    .split('\n')
    .flatMap((line) => /^\s*(?:::|section_\w+:).{0,20}|##\w{0,16}\[/.exec(line)?.[0] ?? []);
  return [...controls.map((character) => JSON.stringify(character)), ...commands];
}
