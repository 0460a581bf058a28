// What a shell must be told so that it completes. Each script holds the whole tree, so that a key press starts no process. Pure.
import type { Node } from './tree.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

/** The script of a shell. */
export const SCRIPTS: Readonly<Record<Shell, (tree: readonly Node[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/**
 * Words that name a command are gone along; anything else, such as an id or an option's value, is passed by. The variable is
 * not called `path`, which is a shell's own word in zsh.
 */
function walk(list: string, tree: readonly Node[]): string {
  const paths = tree.filter(({ path }) => path !== '').map(({ path }) => quote(path));
  return `  local at="" word
  for word in ${list}; do
    case "\${at:+$at }$word" in
      ${paths.join('|')}) at="\${at:+$at }$word" ;;
    esac
  done`;
}

function bashScript(tree: readonly Node[]): string {
  return `# source <(hopline completion bash)
_hopline() {
${walk(`"\${COMP_WORDS[@]:1:COMP_CWORD-1}"`, tree)}
  local words=""
  case "$at" in
${tree.map(({ path, words }) => `    ${quote(path)}) words=${quote(words.map(({ word }) => word).join(' '))} ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _hopline hopline`;
}

function zshScript(tree: readonly Node[]): string {
  const described = (words: Node['words']) =>
    words.map(({ word, about }) => quote(`${word.replaceAll(':', '\\:')}:${plain(about)}`)).join(' ');
  return `#compdef hopline
# source <(hopline completion zsh)
_hopline() {
${walk(`"\${words[@]:1:$((CURRENT-2))}"`, tree)}
  local -a found
  case "$at" in
${tree.map(({ path, words }) => `    ${quote(path)}) found=(${described(words)}) ;;`).join('\n')}
  esac
  _describe hopline found || _files
}
compdef _hopline hopline`;
}

function fishScript(tree: readonly Node[]): string {
  const lines = tree.flatMap(({ path, words }) => {
    const below = tree
      .filter((one) => isChild(one.path, path))
      .map((one) => one.path.split(' ').at(-1) ?? '');
    const seen = path.split(' ').filter((word) => word !== '');
    const conditions = [
      ...seen.map((word) => `__fish_seen_subcommand_from ${word}`),
      ...(below.length > 0 ? [`not __fish_seen_subcommand_from ${below.join(' ')}`] : []),
    ];
    const when = conditions.length > 0 ? ` -n ${quote(conditions.join('; and '))}` : '';
    return words.map(({ word, about }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
      return `complete -c hopline${when} ${what} -d ${quote(plain(about))}`;
    });
  });
  return ['# hopline completion fish | source', ...lines].join('\n');
}

function isChild(path: string, parent: string): boolean {
  const rest = parent === '' ? path : path.startsWith(`${parent} `) ? path.slice(parent.length + 1) : '';
  return rest !== '' && !rest.includes(' ');
}

/** For a shell: as it stands, whatever it holds. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
