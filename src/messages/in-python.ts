/** What an identifier of JavaScript is preceded and followed by nothing of: a path, a name in lower case with a hyphen. */
const CAMEL = /(?<![\w/'-])[a-z]+(?:[A-Z][a-z\d]+)+(?!\.(?:rs|toml|json|ya?ml|lock|sh)\b)(?![\w/'-])/g;

/** Words of package.json, which is the same in each language. */
const KEPT = new Set(['devDependencies', 'packageManager']);

/**
 * What a message says of options, calls and commands, as it is written in Python. What it quotes is the user's, and stays.
 */
export function inPython(message: string): string {
  return message
    .split(/("(?:[^"\\\n]|\\.)*")/)
    .map((part, i) => (i % 2 === 1 ? part : translated(part)))
    .join('');
}

function translated(text: string): string {
  return text
    .replace(/\bnew (?=[A-Z]\w*\()/g, '')
    .replace(/\{ ([^{}]*) \}(?=\))/g, (_, options: string) => options.replace(/\b([A-Za-z]\w*): /g, '$1='))
    .replace(/`([A-Za-z]\w*): ([^`]*)`/g, '`$1=$2`')
    .replace(/(?<==)(?:true|false)\b/g, (word) => word[0].toUpperCase() + word.slice(1))
    .replace(/\);(?=`)/g, ')')
    .replace(/\bnpx (?=projen)/g, '')
    .replace(CAMEL, (name) => (KEPT.has(name) ? name : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)));
}
