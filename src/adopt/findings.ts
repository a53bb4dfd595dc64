import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { AdoptedRepository } from './adopted-repository';
import { linkTarget } from './link-target';
import { readCompose } from './old-compose';
import { readDockerfile } from './old-dockerfile/old-dockerfile';
import { OldDockerfile } from './old-dockerfile/old-image';
import { keptPatterns } from './old-dockerignore';
import { OldPublishing } from './old-workflow/old-publishing';
import { OldWorkflow, readWorkflow } from './old-workflow/old-workflow';
import { unreadableWorkflow } from './old-workflow/unreadable-workflow';
import { outsideDockerfiles } from './readers/outside-dockerfiles';
import { Remark } from './remark';
import { RustSources } from './rust-sources';
import { CargoWorkspace } from '../cargo/workspace';
import { BUILD_FILES } from '../dockerfile/build-files';
import { chooseBinaries } from '../image/chosen-binaries';
import { UserError } from '../messages/user-error';
import { isWithin } from '../paths/is-within';
import { leavesRoot } from '../paths/leaves-root';

const DOCKERFILE = /(^|\/)((Docker|Container)file([.-][\w.-]+)?|[\w.-]+\.[Dd]ockerfile)$/;

/** An old Dockerfile of a project, and who builds it. */
export interface FoundDockerfile extends OldDockerfile {
  /** Seen from the root of the repository. */
  readonly path: string;
  readonly publishings: readonly OldPublishing[];
}

/** What is there of a project that is adopted. */
export interface Findings {
  /** Of the project, seen from the root of the repository; empty for the root. */
  readonly folder: string;
  readonly workspace: CargoWorkspace;
  /** The binaries that get an image where none is listed. */
  readonly byDefault: readonly string[];
  readonly dockerfiles: readonly FoundDockerfile[];
  /** Lines of the old `.dockerignore` that stay. */
  readonly ignored: readonly string[];
  /** The workflows that build its images. */
  readonly workflows: readonly OldWorkflow[];
  /** What is generated from now on, or for what is; seen from the root of the repository. */
  readonly replaced: readonly string[];
  /** Dockerfiles that were read, and in the place of which none is generated. */
  readonly left: readonly string[];
  readonly remarks: readonly Remark[];
}

/** Reads what is there of a project. */
export function findingsIn(repository: AdoptedRepository, folder: string): Findings {
  const { root, files } = repository;
  const directory = join(root, folder);
  const workspace = workspaceIn(directory, folder);
  const text = (path: string) => readFileSync(join(root, path), 'utf8');
  const inProject = (path: string) => posix.relative(folder, path);
  const isOurs = (path: string) => !leavesRoot(inProject(path));
  const there = files.filter((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile());

  const workflowFiles = there.filter((path) => BUILD_FILES.workflow.test(path));
  const all = workflowFiles.flatMap((path) => readWorkflow(path, text(path)) ?? []);
  const services = there
    .filter((path) => BUILD_FILES.compose.test(path))
    .flatMap((path) => readCompose(path, text(path)));
  // read by the name of the link
  const linked = new Set(there.flatMap((path) => linkTarget(root, path) ?? []));
  const isDockerfileOfOurs = (path: string) =>
    DOCKERFILE.test(path) && isOurs(path) && !isOfInnerProject(there, folder, path) && !linked.has(path);
  const outside = outsideDockerfiles(
    there.filter((path) => DOCKERFILE.test(path) && !isOurs(path)).map((path) => ({ path, text: text(path) })),
    folder,
    there.filter((path) => posix.basename(path) === 'Cargo.lock').map((path) => posix.dirname(path)),
  );
  const ofOurs = there.filter(isDockerfileOfOurs).filter((path) => {
    const isBuilt = all.some(({ images }) => images.some(({ dockerfile }) => dockerfile === path));
    return inProject(path) === 'Dockerfile' || isBuilt || /\bcargo\b/.test(text(path));
  });
  const paths = [...ofOurs, ...outside.ofOurs];
  const own = posix.join(folder, 'Dockerfile');
  if (there.includes(own)) assertIsOurs(own, text(own), workspace);
  const sources = new RustSources(directory, there.filter(isOurs).map(inProject));
  const readFound = (path: string, publishings: OldPublishing[], args: Record<string, string>): FoundDockerfile => {
    const ofCompose = services.filter(({ dockerfile }) => dockerfile === path);
    const context = publishings[0]?.context ?? (isOurs(path) ? folder || '.' : '.');
    const read = readDockerfile(text(path), {
      file: path,
      binaries: workspace.binaries.map(({ name }) => name),
      published: publishings.map(({ target }) => target?.toLowerCase()),
      targets: ofCompose.flatMap(({ target }) => target?.toLowerCase() ?? []),
      args,
      find: (said) => found(root, posix.join(context, said.replace(/^\/+/, '')), inProject),
      isElsewhere: (said) => isElsewhere(root, posix.join(context, said.replace(/^\/+/, '')), folder),
      list: (said) => listed(join(root, context, said)),
      names: (variable) => sources.name(variable),
    });
    const images = read.images.map((image) => ({
      ...image,
      ports:
        image.ports.length > 0
          ? image.ports
          : [
              ...new Set(
                ofCompose
                  .filter(({ target }) => target === undefined || target === image.stage)
                  .flatMap(({ ports }) => ports),
              ),
            ],
    }));
    return { ...read, images, path, publishings };
  };
  const dockerfiles = paths.flatMap((path): FoundDockerfile[] => {
    const tried = all.flatMap(({ images }) => images.filter(({ dockerfile }) => dockerfile === path));
    // a build that only tries something, a stage of its own say, makes no image that anybody has
    const pushed = tried.filter(({ pushedIf }) => pushedIf !== undefined);
    const builds = pushed.length > 0 ? pushed : tried;
    // one file may make several images by its arguments
    const given = [
      ...new Set((builds.length > 0 ? builds : [{ buildArgs: {} }]).map(({ buildArgs }) => JSON.stringify(buildArgs))),
    ];
    return given.map((args) =>
      readFound(
        path,
        builds.filter(({ buildArgs }) => JSON.stringify(buildArgs) === args),
        JSON.parse(args) as Record<string, string>,
      ),
    );
  });
  const workflows = all.filter(({ images }) => images.some(({ dockerfile }) => paths.includes(dockerfile)));

  const ignoreFile = posix.join(folder, '.dockerignore');
  const kept = there.includes(ignoreFile)
    ? keptPatterns(ignoreFile, text(ignoreFile), (path) => existsSync(join(directory, path)))
    : { lines: [], remarks: [] };
  const generated = ['Dockerfile', '.dockerignore'].map((name) => posix.join(folder, name));
  return {
    folder,
    workspace,
    byDefault: defaultsOf(workspace),
    dockerfiles,
    ignored: kept.lines,
    workflows,
    replaced: generated.filter((path) => there.includes(path)),
    left: paths.filter((path) => !generated.includes(path)),
    remarks: [
      ...workflowFiles.flatMap((path) => unreadableWorkflow(path, text(path))),
      ...dockerfiles.flatMap(({ remarks }) => remarks),
      ...kept.remarks,
      ...outside.remarks,
    ],
  };
}

/** The workspace of a project; what is wrong with it is said with the folder. */
function workspaceIn(directory: string, folder: string): CargoWorkspace {
  try {
    return CargoWorkspace.discover(directory);
  } catch (error) {
    if (folder === '' || !(error instanceof UserError)) throw error;
    throw new UserError(`in the folder ${folder}: ${error.message}`);
  }
}

/** The binaries that get an image where none is listed; none where a list is needed, which synth says. */
function defaultsOf(workspace: CargoWorkspace): string[] {
  try {
    return chooseBinaries(workspace, { allFeatures: false, defaultFeatures: true }).chosen.map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Refuses a Dockerfile of something else in the place of the generated one. */
function assertIsOurs(path: string, text: string, { binaries }: CargoWorkspace): void {
  if (/\b(cargo|rust)/i.test(text) || binaries.some(({ name }) => text.includes(name))) return;
  throw new UserError(
    `${path} builds no program of this workspace, and the generated one would be in its place. Give it another name, here and in ` +
      `what builds it (\`git mv ${path} ${posix.join(posix.dirname(path), 'other.Dockerfile')}\`), commit that, and adopt again.`,
  );
}

/** Whether a file is nearer to another Cargo workspace, below the project. */
function isOfInnerProject(files: readonly string[], folder: string, path: string): boolean {
  for (let above = posix.dirname(path); above !== '.' && above !== folder; above = posix.dirname(above)) {
    if (files.includes(posix.join(above, 'Cargo.lock'))) return true;
  }
  return false;
}

function found(
  root: string,
  path: string,
  inProject: (path: string) => string,
): ReturnType<Parameters<typeof readDockerfile>[1]['find']> {
  const place = inProject(path) || '.';
  const entry =
    leavesRoot(path) || leavesRoot(place) ? undefined : statSync(join(root, path), { throwIfNoEntry: false });
  if (!entry) return undefined;
  return { path: place.replace(/(?<=.)\/$/, ''), kind: entry.isDirectory() ? 'folder' : 'file' };
}

/** Whether it is there, and neither in the project nor a folder that the project is in. */
function isElsewhere(root: string, path: string, folder: string): boolean {
  const isInside = isWithin(path, folder || '.') || isWithin(folder || '.', path);
  return !leavesRoot(path) && !isInside && existsSync(join(root, path));
}

function listed(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
}
