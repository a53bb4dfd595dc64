import { constants } from 'node:os';
import { baseOf, lineageOf, OldInstruction, OldStage, withParents } from './dockerfile-stages';
import { isUnknown, jsonList, words } from './dockerfile-words';
import { baseOption } from './old-base';
import { binaryAt } from './old-binary';
import { commandOf } from './old-command';
import { copiesOf, OldCopy, placeOf, workdirOf } from './old-copies';
import { filesOf } from './old-files';
import { healthcheckOf } from './old-healthcheck';
import { DockerfileSurroundings, OldImage } from './old-image';
import { packageRemarks } from './old-packages';
import { SayRemark, startOf } from './old-start';
import { isWithin } from '../../paths/is-within';

/** Reads what the last stage of an image says. */
export function imageOf(
  stages: readonly OldStage[],
  stage: OldStage,
  surroundings: DockerfileSurroundings,
): { readonly image: OldImage; readonly remarks: { readonly line: number; readonly text: string }[] } {
  const instructions = withParents(stage);
  const remarks: { line: number; text: string }[] = [];
  const remark = (line: number, text: string) => remarks.push({ line, text });
  const of = (keyword: string) => instructions.filter((each) => each.keyword === keyword);
  const isBinary = (path: string) => binaryAt(stages, stage, path, surroundings.binaries) !== undefined;

  const command = commandOf(instructions);
  const { binary, args, start } = startOf(stages, stage, command, surroundings, remark);
  const isProgram = (copy: OldCopy) =>
    copy.from === undefined
      ? /(^|\/)(target|release|dist|artifacts?|bin)\//.test(copy.source) && isBinary(placeOf(copy))
      : isBinary(placeOf(copy)) || /\/(release|debug)\/?$/.test(copy.source);
  for (const copy of lineageOf(stage).flatMap(copiesOf).filter(isProgram)) {
    const other = binaryAt(stages, stage, placeOf(copy), surroundings.binaries);
    if (other !== undefined && binary !== undefined && other !== binary) {
      remark(
        copy.line,
        `${copy.keyword} ${copy.source}: by hand: an image has one program, and this one has ${binary}. ${other} is in an image of its own, by an entry of \`images\``,
      );
    }
  }
  const { files, timeZones, tmp, remarks: ofFiles } = filesOf(stages, stage, surroundings, isProgram);
  remarks.push(...ofFiles);

  const base = baseOption(baseOf(stage), { timeZones, tmp });
  if (base.change) remark(stage.line, base.change);
  remarks.push(...packageRemarks(instructions));

  const env = { ...pairsOf(of('ENV'), 'ENV', remark), ...command?.env };
  const ports = of('EXPOSE').flatMap((each) => portsOf(each, remark));
  userRemark(of('USER').at(-1), stage, ports, remark);
  const workdir = of('WORKDIR').length > 0 ? workdirOf(stage) : undefined;
  if (workdir !== undefined && isUnknown(workdir)) {
    remark(of('WORKDIR').at(-1)!.line, `WORKDIR ${workdir}: by hand, as \`workdir\``);
  }
  const volumes = of('VOLUME').flatMap((each) => volumesOf(each, remark));
  for (const [source, target] of Object.entries(files)) {
    const volume = volumes.find((path) => isWithin(target, path));
    if (volume === undefined) continue;
    delete files[source];
    remark(
      stage.line,
      `COPY ${source} ${target}: by hand: it lies in the volume ${volume}, which hides what an image has there. Let the program write it`,
    );
  }
  const signal = of('STOPSIGNAL').at(-1);
  const healthcheck = healthcheckOf(of('HEALTHCHECK').at(-1), isBinary, remark);
  for (const { line, text, keyword } of of('ONBUILD')) {
    remark(line, `${keyword} ${text}: by hand; a child image knows nothing of it now`);
  }
  return {
    image: {
      stage: stage.name,
      isLast: stage === stages.at(-1),
      line: stage.line,
      binary,
      start,
      args,
      env,
      labels: pairsOf(of('LABEL'), 'LABEL', remark),
      ports,
      files,
      workdir: workdir === undefined || workdir === '/' || isUnknown(workdir) ? undefined : workdir,
      volumes,
      stopSignal: signal && signalOf(signal, remark),
      healthcheck,
      runtimeBase: base.option,
    },
    remarks,
  };
}

function pairsOf(instructions: readonly OldInstruction[], keyword: string, remark: SayRemark): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { pairs, line } of instructions) {
    for (const [name, value = '', unknown] of pairs) {
      if (keyword === 'ENV' && /^LD_/.test(name)) {
        remark(
          line,
          `ENV ${name}=${value}: left out: it is for programs that load libraries, and a static one loads none`,
        );
      } else if (keyword === 'ENV' && !/^[A-Za-z_]\w*$/.test(name)) {
        remark(line, `ENV ${name}: by hand: no shell and no option has a variable of such a name. Rename it`);
      } else if (unknown) {
        const hint =
          name === 'PATH'
            ? 'the program is found without it: leave it out, or say all of it'
            : 'by hand: its value is known to the build alone. Say it';
        remark(line, `${keyword} ${name}=${value}: ${hint} in \`${keyword === 'ENV' ? 'env' : 'labels'}\``);
      } else {
        found[name] = value;
      }
    }
  }
  return found;
}

function portsOf({ text, line }: OldInstruction, remark: SayRemark): number[] {
  return words(text).flatMap((word) => {
    const [, first, last = first, protocol = 'tcp'] = /^(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(word) ?? [];
    if (first === undefined || protocol.toLowerCase() !== 'tcp') {
      remark(
        line,
        `EXPOSE ${word}: by hand: \`ports\` are numbers of TCP. It is documentation alone: \`dockerfile.runtime(['EXPOSE ${word}'])\` says the same`,
      );
      return [];
    }
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i);
  });
}

function volumesOf({ text, line }: OldInstruction, remark: SayRemark): string[] {
  return (jsonList(text) ?? words(text)).flatMap((path) => {
    if (path.startsWith('/') && !isUnknown(path)) return [path.replace(/(?<=.)\/$/, '')];
    remark(line, `VOLUME ${path}: by hand, as one of \`volumes\`: an absolute path`);
    return [];
  });
}

function userRemark(
  user: OldInstruction | undefined,
  stage: OldStage,
  ports: readonly number[],
  remark: SayRemark,
): void {
  const said = user?.text.trim() ?? '';
  const base = baseOf(stage);
  const low = ports.find((port) => port < 1024);
  if (/^(65532|nonroot)(:(65532|nonroot))?$/.test(said) || (said === '' && /nonroot|^cgr\.dev\//.test(base))) return;
  remark(
    user?.line ?? stage.line,
    `${user ? `USER ${said}` : 'no USER, so it ran as root'}: the program runs as 65532 now. Folders that it writes to are \`volumes\`; in Kubernetes say \`fsGroup: 65532\`${low === undefined ? '' : `. It may not listen on port ${low} everywhere: docs/running.md`}`,
  );
}

function signalOf({ text, line }: OldInstruction, remark: SayRemark): string | undefined {
  const said = words(text)[0] ?? '';
  const byNumber = Object.entries(constants.signals).find(([, number]) => `${number}` === said)?.[0];
  const name = byNumber ?? (said.startsWith('SIG') ? said : `SIG${said}`);
  if (isUnknown(said)) {
    remark(line, `STOPSIGNAL ${said}: by hand, as \`stopSignal\``);
    return undefined;
  }
  return name === 'SIGTERM' ? undefined : name;
}
