const STRING = {
  single: /'(?:\\[^]|[^'\\\n])*'?/,
  double: /"(?:\\[^]|[^"\\\n])*"?/,
  triple: /"""(?:\\[^]|(?!""")[^])*(?:"""|$)/,
};
const COMMENT = { line: /\/\/[^\r\n]*/, block: /\/\*[^]*?(?:\*\/|$)/, hash: /#[^\r\n]*/ };

/** A regular expression: a slash where an operand is wanted. */
const PATTERN =
  /(?<=(?:^|[(,=:[!&|?{};+\-*%~^<>]|\breturn)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/\w*/;

/** What is no code, by language; the first that matches counts. */
const NO_CODE = {
  javascript: anyOf(COMMENT.line, COMMENT.block, PATTERN, STRING.single, STRING.double, /`(?:\\[^]|[^`\\])*`?/),
  java: anyOf(COMMENT.line, COMMENT.block, STRING.triple, STRING.single, STRING.double),
  python: anyOf(COMMENT.hash, STRING.triple, /'''(?:\\[^]|(?!''')[^])*(?:'''|$)/, STRING.single, STRING.double),
};

export type Language = keyof typeof NO_CODE;

/** The text of a program, of the same length, with blanks for comments and quotes for literals. */
export function bareCode(text: string, language: Language): string {
  return text.replace(NO_CODE[language], (part) => (/^(?:#|\/[/*])/.test(part) ? ' ' : '"').repeat(part.length));
}

/** Whether a statement can begin where this code ends. Where that is not certain it is false. */
export function endsStatement(code: string, language: Language): boolean {
  const before = code.trimEnd();
  if (language === 'python') {
    const depth = (before.match(/[([{]/g)?.length ?? 0) - (before.match(/[)\]}]/g)?.length ?? 0);
    return depth === 0 && !before.endsWith('\\');
  }
  if (before.endsWith(')')) return !/\b(?:if|while|for|with)$/.test(before.slice(0, opening(before)).trimEnd());
  // what else can't stand before the end of a line is an operator, or wants an operand
  return (
    /^$|[;{}"\]]$/.test(before) ||
    (/[\w$]$/.test(before) &&
      !/(?<![\w$.])(?:else|do|in|of|new|await|yield|throw|delete|void|typeof|instanceof|case|extends)$/.test(before))
  );
}

/** Where the parenthesis opens that ends a text. */
function opening(text: string): number {
  let depth = 0;
  for (let index = text.length - 1; index >= 0; index -= 1) {
    if (text[index] === ')') depth += 1;
    if (text[index] === '(') depth -= 1;
    if (depth === 0) return index;
  }
  return 0;
}

function anyOf(...patterns: RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'), 'g');
}
