import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { github, Project, python } from 'projen';
import { inlineScript } from './inline-script';
import { Installer, UpgradeSteps } from './installer';
import { RequirementsFile } from './requirements-file';
import { runsByNpx } from './runs-by-npx';
import { actionStep, lines, nodeStep } from './steps';
import { GENERATOR, PACKAGES } from '../generator';

/** What is particular to one of those that install packages of Python. */
interface Traits {
  readonly files: string[];
  /** Puts it on a runner, which has pip. */
  readonly setUp?: string;
  readonly install: string;
  /** How a program of the packages is run. */
  readonly run: string;
  readonly upgrade?: UpgradeSteps;
}

/** What installs the packages of an rc file in Python: what projen's own component says, else by the file that pins this package. */
export class PythonPackages implements Installer {
  public static of(root: Project): PythonPackages | undefined {
    const traits = ofComponent(root) ?? ofLockFile(root.outdir) ?? ofRequirements(root);
    return traits && new PythonPackages(root, traits);
  }

  /** Why a repository with an rc file in Python has none, and what to do. */
  public static whyNone(root: Project): string {
    if (componentOf(root)) {
      return `${GENERATOR.name} is not among the packages of the project: add it to \`dev_deps\`, and synth again`;
    }
    const pyproject = join(root.outdir, 'pyproject.toml');
    if (existsSync(pyproject) && /projen[-_.]+muslrust[-_.]+chef/i.test(readFileSync(pyproject, 'utf8'))) {
      return 'no lock file is beside pyproject.toml. Run `uv lock` or `poetry lock`, commit what it writes, and synth again';
    }
    return (
      `no uv.lock, poetry.lock or requirements file pins projen and ${GENERATOR.name}. Write ${RequirementsFile.NAME} with the lines ` +
      `${RequirementsFile.pins.join(', ')}, commit it, and synth again`
    );
  }

  private constructor(
    private readonly root: Project,
    private readonly traits: Traits,
  ) {}

  public get files(): string[] {
    return this.traits.files;
  }

  /** jsii, which lets Python run this package, needs Node.js too. */
  public get languageSteps(): github.workflows.JobStep[] {
    const file = ['.python-version', 'pyproject.toml'].find(
      (name) => this.files.includes(name) || existsSync(join(this.root.outdir, name)),
    );
    return [
      nodeStep(),
      actionStep('python', 'Set up Python', 'actions/setup-python', {
        ...(file ? { 'python-version-file': file } : { 'python-version': '3.x' }),
      }),
    ];
  }

  public get installation(): string {
    return lines(this.traits.setUp, this.traits.install);
  }

  /** The command that installs what is locked, where its program is there. */
  public get install(): string {
    return this.traits.install;
  }

  /** How what is installed is brought up to date; none where nothing can write what pins it. */
  public get upgrade(): UpgradeSteps | undefined {
    const { upgrade } = this.traits;
    // a command of the project's own knows by itself where the packages are
    return upgrade && (runsByNpx(this.root) ? upgrade : { ...upgrade, projen: this.root.projenCommand });
  }

  public projen(project: Project): string {
    return runsByNpx(project) ? `${this.traits.run}projen` : project.projenCommand;
  }
}

type Component = python.Uv | python.Poetry | python.Pip;

function componentOf(root: Project): Component | undefined {
  return root.components.find(
    (each): each is Component =>
      each instanceof python.Uv || each instanceof python.Poetry || each instanceof python.Pip,
  );
}

/** What projen writes the files of: what synthesises is what they say then, unless the rc file says otherwise. */
function ofComponent(root: Project): Traits | undefined {
  const component = componentOf(root);
  const own = root.deps.all.find(({ name }) => name === GENERATOR.name);
  if (!component || !own) return undefined;
  const names = PACKAGES.filter((name) => name !== GENERATOR.name || own.version === undefined).join(' ');
  if (component instanceof python.Pip) {
    return {
      files: ['requirements.txt', 'requirements-dev.txt'],
      install: 'pip install -r requirements.txt -r requirements-dev.txt',
      run: '',
      upgrade: { steps: [{ exec: `python -m pip install --upgrade ${names}` }], projen: 'projen' },
    };
  }
  const isUv = component instanceof python.Uv;
  return {
    ...(isUv ? UV : POETRY),
    upgrade: isUv
      ? { steps: [{ exec: `uv pip install --upgrade ${names}` }], projen: 'uv run --no-sync projen' }
      : { steps: [{ exec: `poetry run pip install --upgrade ${names}` }], projen: 'poetry run projen' },
  };
}

const UV: Traits = {
  files: ['pyproject.toml', 'uv.lock'],
  setUp: 'pip install uv',
  install: 'uv sync --locked',
  run: 'uv run ',
  upgrade: {
    steps: [{ exec: `uv lock ${PACKAGES.map((name) => `--upgrade-package ${name}`).join(' ')}` }],
    projen: 'uv run projen',
  },
};

const POETRY: Traits = {
  files: ['pyproject.toml', 'poetry.lock'],
  setUp: 'pip install poetry',
  // the project itself is none of what synthesises
  install: 'poetry install --no-root',
  run: 'poetry run ',
  upgrade: { steps: [{ exec: `poetry update ${PACKAGES.join(' ')}` }], projen: 'poetry run projen' },
};

function ofLockFile(folder: string): Traits | undefined {
  const names = (name: string) =>
    existsSync(join(folder, name)) &&
    new RegExp(`^name = "${GENERATOR.name}"$`, 'm').test(readFileSync(join(folder, name), 'utf8'));
  return [UV, POETRY].find(({ files }) => names(files[1]));
}

function ofRequirements(root: Project): Traits | undefined {
  const file = RequirementsFile.of(root);
  if (!file) return undefined;
  const { name, pinned, compiler } = file;
  const install = `pip install -r ${name}`;
  const traits = { files: [name], install, run: '' };
  if (compiler) {
    const steps = [
      { exec: `python -m pip install ${compiler.installs}` },
      { exec: compiler.command },
      { exec: `python -m ${install}` },
    ];
    return { ...traits, upgrade: { steps, projen: 'projen' } };
  }
  // of what is newer it has no hash
  if (file.hasHashes) return traits;
  const newer = [
    { exec: `python -m pip install --upgrade ${pinned.join(' ')}` },
    { execArgs: ['python', '-c', inlineScript('pin-requirements.py'), name, ...pinned] },
    // does all else in it go with these?
    { exec: `python -m ${install}` },
  ];
  return { ...traits, upgrade: { steps: pinned.length > 0 ? newer : [], projen: 'projen' } };
}
