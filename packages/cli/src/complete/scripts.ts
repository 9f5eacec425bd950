import type { ShellName } from '../model/invocation.ts';

/**
 * What makes a shell ask the program what may be typed. The program that is asked is the one that was typed, so a local one
 * (`node_modules/.bin/funade`) completes by its own version. Where it has nothing to say, files are completed.
 */
export const scripts: Readonly<Record<ShellName, string>> = {
  bash: script(String.raw`# bash: source <(funade completion bash)
_funade() {
  local -a words
  local cur='' prefix line about
  read -ra words <<<"\${COMP_LINE:0:COMP_POINT}"
  if [[ \${COMP_LINE:COMP_POINT-1:1} != ' ' ]]; then
    cur=\${words[\${#words[@]}-1]}
    unset "words[\${#words[@]}-1]"
  fi
  prefix=\${cur%"\${cur##*[=:]}"} # readline completes only what follows these
  COMPREPLY=()
  while IFS=$'\t' read -r line about; do
    COMPREPLY+=("\${line#"$prefix"}")
  done < <("\${words[0]}" complete -- "\${words[@]:1}" "$cur" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[=.] ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -o default -F _funade funade
`),
  zsh: script(String.raw`#compdef funade
# zsh: source <(funade completion zsh), or this file as _funade in a folder of $fpath
_funade() {
  local -a values texts open
  local value about
  while IFS=$'\t' read -r value about; do
    if [[ $value == *[=.] ]]; then open+=("$value"); continue; fi
    values+=("$value")
    texts+=("$value\${about:+  -- $about}")
  done < <("\${words[1]}" complete -- "\${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)
  if (( \${#values} + \${#open} == 0 )); then _files; return; fi
  (( \${#open} )) && compadd -S '' -a open
  (( \${#values} )) && compadd -l -d texts -a values
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _funade "$@"; else compdef _funade funade; fi
`),
  fish: script(String.raw`# fish: funade completion fish | source
function __funade_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    set -l found ($words[1] complete -- $words[2..-1] "$last" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$last"
    end
end
complete -c funade -f -a '(__funade_complete)'
`),
  powershell: script(`# PowerShell: funade completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName funade -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $program = $words[0]
  $typed = @($words | Select-Object -Skip 1)
  & $program complete '--' @typed "$wordToComplete" 2>$null | ForEach-Object {
    $value, $about = $_ -split [char]9, 2
    if (-not $about) { $about = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
  }
}
`),
};

/** In the text of a template a shell's own braces stand behind a backslash. */
function script(text: string): string {
  return text.replaceAll('\\${', '${');
}
