import { UserError } from '../../src/messages/user-error';
import { assertInstruction, hasHeredoc, keywordOf, stagesNamedBy } from '../../src/syntax/dockerfile-instruction';

test.each<[string, string, boolean]>([
  ['RUN true', 'RUN', false],
  ['run true', 'RUN', false],
  ['  COPY a b', 'COPY', false],
  ['COPY\ta b', 'COPY', false],
  ['ENV A=1 \\\n    B=2', 'ENV', false],
  ['ENV A=1 \\ \t\n    B=2', 'ENV', false],
  ['ENV A=1 \\\r\n    B=2', 'ENV', false],
  ['RUN a \\\n# a comment between\n && b', 'RUN', false],
  ['# a comment above\n\n# and another\nRUN true', 'RUN', false],
  ['RUN true\n', 'RUN', false],
  ['CMD ["a"]', 'CMD', false],
  ['ONBUILD RUN true', 'ONBUILD', false],
  ['ONBUILD COPY --from=a b c', 'ONBUILD', false],
  ['ONBUILD RUN <<EOF\na\nEOF', 'ONBUILD', true],
  ['HEALTHCHECK NONE', 'HEALTHCHECK', false],
  ['RUN <<EOF\na\nEOF', 'RUN', true],
  ['RUN <<EOF\nFROM scratch\n\n# no comment\nEOF\n', 'RUN', true],
  ['RUN <<"EOF"\na \\\nEOF', 'RUN', true],
  ["RUN <<'A' cat && <<B cat\na\nA\nb\nB", 'RUN', true],
  ['RUN <<-EOF\n\ta\n\tEOF', 'RUN', true],
  ['RUN --mount=type=bind,target=/app \\\n    <<EOF\na\nEOF', 'RUN', true],
  ['COPY <<EOF /etc/a\na = 1\nEOF', 'COPY', true],
  ['COPY --chmod=0444 <<a.txt <<b.txt /etc/\na\na.txt\nb\nb.txt', 'COPY', true],
  // no here-documents
  ['RUN cat <<<word', 'RUN', false],
  ['RUN echo $((1<<2))', 'RUN', false],
  ['ENV A="1 <<EOF"', 'ENV', false],
])('%j is an instruction', (text, keyword, heredoc) => {
  expect(() => assertInstruction('here', text)).not.toThrow();
  expect(keywordOf(text)).toBe(keyword);
  expect(hasHeredoc(text)).toBe(heredoc);
});

test.each([
  ['', 'has no instruction in it'],
  [' \n\t', 'has no instruction in it'],
  ['# nothing but a comment', 'has no instruction in it'],
  ['FROM scratch', 'begins a stage'],
  ['from scratch AS a', 'begins a stage'],
  ['# above\nFROM scratch', 'begins a stage'],
  ['FROM', 'begins a stage'],
  ['apt-get install nasm', 'is no instruction of a Dockerfile'],
  ['RUN', 'is no instruction of a Dockerfile'],
  ['RUN  ', 'is no instruction of a Dockerfile'],
  ['RUNtrue', 'is no instruction of a Dockerfile'],
  ['MAINTAINER me', 'is no instruction of a Dockerfile'],
  ['ONBUILD FROM x', 'has a trigger that none can be'],
  ['ONBUILD ONBUILD RUN x', 'has a trigger that none can be'],
  ['onbuild maintainer x', 'has a trigger that none can be'],
  ['ONBUILD apt-get x', 'is no instruction of a Dockerfile'],
  ['ONBUILD RUN', 'is no instruction of a Dockerfile'],
  ['ONBUILD RUN <<EOF', 'has a here-document without its end'],
  ['RUN true \\', 'ends in a backslash'],
  ['RUN true \\\n# but a comment', 'ends in a backslash'],
  ['RUN a\nRUN b', 'goes on behind its end'],
  ['RUN a\n && b', 'goes on behind its end'],
  ['RUN a\n# a comment below', 'goes on behind its end'],
  ['RUN a\nFROM scratch', 'goes on behind its end'],
  ['RUN <<EOF\na\nEOF\nRUN b', 'goes on behind its end'],
  ['RUN <<EOF', 'has a here-document without its end'],
  ['RUN <<EOF\na\n EOF', 'has a here-document without its end'],
  ['RUN <<EOF\na\n\tEOF', 'has a here-document without its end'],
  ['RUN <<A <<B\na\nA\nb', 'has a here-document without its end'],
])('%j is none: %s', (text, fault) => {
  expect(() => assertInstruction('here', text)).toThrow(UserError);
  expect(() => assertInstruction('here', text)).toThrow(`here: ${JSON.stringify(text)} ${fault}`);
});

test.each<[string, string[]]>([
  ['COPY --from=Site a b', ['site']],
  ['COPY --chmod=1 --from=site --link a b', ['site']],
  ['RUN --mount=type=bind,from=a,target=/x --mount=from=B true', ['a', 'b']],
  ['RUN --mount=type=cache,target=/x \\\n  --mount=type=bind,source=x,from=a \\\n  true', ['a']],
  ['RUN echo --mount=from=a --from=b', []],
  ['COPY a b', []],
  ['ADD --from=a b c', []],
])('%j takes files from %j', (text, names) => {
  expect(stagesNamedBy(text)).toEqual(names);
});
