import { mappingOf, YamlMapping } from '../../syntax/yaml-mapping';

/** What an expression of a workflow comes to, as far as that is known before a run. */
export interface WorkflowScope {
  /** From the workflow's variables to the step's. */
  readonly env: readonly YamlMapping[];
  /** A choice of the matrix. */
  readonly matrix: YamlMapping;
  /** What steps put out, by the expression that reads it. */
  readonly outputs?: Readonly<Record<string, string>>;
}

/** Stand for what is known when the workflow runs. */
export const OWNER = '<owner>';
export const REPOSITORY = '<repository>';

const GITHUB: Record<string, string> = {
  'github.repository': `${OWNER}/${REPOSITORY}`,
  'github.repository_owner': OWNER,
  'github.actor': OWNER,
  'github.event.repository.name': REPOSITORY,
};

/** A text with the expressions that are known in it; of others the `${{` stays. */
export function valueOf(said: unknown, scope: WorkflowScope): string {
  let value = said === undefined || said === null ? '' : `${said as string}`;
  // a variable may be made of others
  for (let depth = 0; depth < 5 && value.includes('${{'); depth += 1) {
    value = value.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (part, expression: string) => known(expression, scope) ?? part);
  }
  return value;
}

function known(expression: string, scope: WorkflowScope): string | undefined {
  const { env, matrix, outputs = {} } = scope;
  const fixed = GITHUB[expression] ?? outputs[expression];
  if (fixed) return fixed;
  const [, context, path] = /^(env|matrix)\.([\w.-]+)$/.exec(expression) ?? [];
  if (context === 'env') return text([...env].reverse().find((each) => path in each)?.[path]);
  if (context === 'matrix') return text(path.split('.').reduce<unknown>((value, key) => mappingOf(value)[key], matrix));
  const [, lowered] = /^(?:toLower|lowercase)\((.*)\)$/.exec(expression) ?? [];
  return lowered === undefined ? undefined : known(lowered, scope);
}

function text(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? `${value as string}` : undefined;
}

/** Each choice of a job's matrix. */
export function choicesOf(job: YamlMapping): YamlMapping[] {
  const { include, exclude: _, ...axes } = mappingOf(mappingOf(job.strategy).matrix);
  const lists = Object.entries(axes).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const product = lists.reduce<YamlMapping[]>(
    (choices, [name, values]) => choices.flatMap((choice) => values.map((value) => ({ ...choice, [name]: value }))),
    [{}],
  );
  const more = Array.isArray(include) ? include.map(mappingOf) : [];
  const isAlone = lists.length === 0 && more.length > 0;
  if (isAlone) return more;
  // one that agrees with choices adds to them (https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrixinclude)
  return more.reduce<YamlMapping[]>((choices, each) => {
    const agrees = (choice: YamlMapping) => lists.every(([name]) => !(name in each) || each[name] === choice[name]);
    return choices.some(agrees)
      ? choices.map((choice) => (agrees(choice) ? { ...each, ...choice } : choice))
      : [...choices, each];
  }, product);
}
