import { OldInstruction } from './dockerfile-stages';

const INSTALL = /\b(?:apt-get|apt|apk|dnf|microdnf|yum)\s+(?:-\S+\s+)*(?:install|add)\s+([^;&|\n]+)/g;

/** What the bases of this package have, or a static program has no use for. */
const NEEDLESS =
  /^(ca-certificates.*|tzdata|openssl|libssl[\d.]*(t64)?|libgcc.*|libc6.*|libstdc\+\+.*|musl|gcompat|libc6-compat|tini|dumb-init|bash|curl|wget|su-exec|gosu)$/;

/** Those that a command installs. */
export function installedPackages(text: string): string[] {
  return [...text.matchAll(INSTALL)].flatMap(([, said]) =>
    said.split(/\s+/).filter((word) => /^[a-z0-9][\w.+:~=-]*$/i.test(word)),
  );
}

/** What is said of the commands of a last stage: the new one has none. */
export function packageRemarks(
  instructions: readonly OldInstruction[],
): { readonly line: number; readonly text: string }[] {
  return instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap(({ line, text }) => {
      const packages = installedPackages(text);
      const needed = packages.filter((name) => !NEEDLESS.test(name));
      if (needed.length > 0) {
        return [
          {
            line,
            text:
              `RUN installs ${needed.join(', ')}: by hand: the image has no package manager. A library is linked into the program ` +
              '(`builderBase: BuilderBase.rustMusl()` has OpenSSL, libpq and others); a program that yours starts is copied from another ' +
              "image, `dockerfile.runtime(['COPY --from=… …'])`, or is on a base of your own, `RuntimeBase.custom('…')`",
          },
        ];
      }
      const rest = bare(text);
      return rest === ''
        ? []
        : [
            {
              line,
              text: `RUN ${rest}: by hand: the image has no shell. Folders that the program writes to are \`volumes\`, files are \`files\``,
            },
          ];
    });
}

/** What a command does beside what the bases have, or what makes no difference on them. */
function bare(text: string): string {
  return text
    .split(/\s*(?:&&|;|\n)\s*/)
    .map((command) => command.trim())
    .filter(
      (command) =>
        command !== '' &&
        !/^(set\s|apt-get\s|apt\s|apk\s|dnf\s|microdnf\s|yum\s|rm\s|update-ca-certificates|cargo\s|rustup\s|addgroup|groupadd|adduser|useradd|chmod\s|chown\s|--|true$|<<|EOF$)/.test(
          command,
        ),
    )
    .join(' && ');
}
