/** What an instruction may say behind its flags, and an example of it. */
interface Form {
  readonly example: string;
  readonly isComplete?: (said: string) => boolean;
}

const words = (said: string) => listOf(said) ?? said.split(/\s+/);
const isPair = (said: string) => said.split(/\s+/).length > 1 || said.includes('=');
const isCopy = (said: string) => words(said).length > 1;

/** Of each instruction. (github.com/moby/buildkit, frontend/dockerfile: instructions/parse.go and parser/line_parsers.go) */
const FORMS: Record<string, Form> = {
  ADD: { example: 'ADD assets.tar.gz /opt', isComplete: isCopy },
  ARG: { example: 'ARG REVISION' },
  CMD: { example: 'CMD ["--verbose"]' },
  COPY: { example: 'COPY templates /app/templates', isComplete: isCopy },
  ENTRYPOINT: { example: 'ENTRYPOINT ["/usr/local/bin/app"]' },
  ENV: { example: 'ENV NAME=value', isComplete: isPair },
  EXPOSE: { example: 'EXPOSE 8080' },
  HEALTHCHECK: {
    example: 'HEALTHCHECK CMD ["/usr/local/bin/app", "health"]',
    isComplete: (said) => /^(none|cmd\s+(?!\[\s*\]$).+)$/is.test(said),
  },
  LABEL: { example: 'LABEL vendor=Acme', isComplete: isPair },
  ONBUILD: { example: 'ONBUILD COPY . /app' },
  RUN: { example: 'RUN true' },
  SHELL: { example: 'SHELL ["/bin/sh", "-c"]', isComplete: (said) => (listOf(said) ?? []).length > 0 },
  STOPSIGNAL: { example: 'STOPSIGNAL SIGINT' },
  USER: { example: 'USER 65532:65532' },
  VOLUME: { example: 'VOLUME /data', isComplete: (said) => words(said).length > 0 },
  WORKDIR: { example: 'WORKDIR /app' },
};

/** An example of an instruction that lacks arguments; nothing where it has those that a build wants. */
export function exampleForLacking(keyword: string, said: string): string | undefined {
  const { example, isComplete = () => true } = FORMS[keyword];
  const rest = said.replace(/^(\s+--\S+)*\s*/, '').trim();
  return rest !== '' && isComplete(rest) ? undefined : example;
}

/** A list in JSON's form; what is not one is taken as it is. */
function listOf(said: string): string[] | undefined {
  if (!said.startsWith('[')) return undefined;
  try {
    return JSON.parse(said) as string[];
  } catch {
    return undefined;
  }
}
