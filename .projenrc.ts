import { cdk, javascript } from 'projen';

const repository = 'projen-muslrust-chef/projen-muslrust-chef';

const project = new cdk.JsiiProject({
  name: 'projen-muslrust-chef',
  description: 'A projen component that ships Rust services as static, tiny, multi-platform container images.',
  author: 'The projen-muslrust-chef authors',
  authorAddress: `https://github.com/${repository}`,
  authorOrganization: true,
  repositoryUrl: `https://github.com/${repository}.git`,
  license: 'MIT',
  copyrightOwner: 'The projen-muslrust-chef authors',
  keywords: ['projen', 'rust', 'musl', 'cargo-chef', 'docker', 'static', 'mimalloc', 'container', 'multi-platform'],

  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  // the last major for Node 20: of a newer one, and of all that it needs, npm says that they want another Node
  bumpPackage: 'commit-and-tag-version@^12',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  projenrcTs: true,
  docgen: true,
  sampleCode: false,

  // usable from the languages that projen itself is published for
  publishToPypi: { distName: 'projen-muslrust-chef', module: 'projen_muslrust_chef' },
  publishToMaven: {
    javaPackage: 'io.github.projenmuslrustchef',
    mavenGroupId: 'io.github.projen-muslrust-chef',
    mavenArtifactId: 'projen-muslrust-chef',
  },
  publishToGo: { moduleName: `github.com/${repository}-go`, packageName: 'muslrustchef' },

  peerDeps: ['projen@>=0.103.25 <1.0.0', 'constructs@^10.5.0'],
  devDeps: [
    // the last major that runs on Node 20; the others are what its runner has of jest's
    '@stryker-mutator/api@^9',
    '@stryker-mutator/core@^9',
    'expect@^30',
    'jest-each@^30',
    'jest-mock@^30',
    'jest-environment-node@^30',
    'covertable',
    // what tsx has
    'esbuild@~0.28.0',
    'fast-check',
    'fast-glob',
    'tsx',
  ],
  bundledDeps: [
    '@iarna/toml@^3.0.0',
    'ignore@^7.0.0',
    // of the command: the last majors for Node 20 and CommonJS
    '@inquirer/confirm@^5.1.0',
    'commander@^14.0.0',
    'dockerfile-ast@^0.7.0',
    'yaml@^2.9.0',
  ],
  bin: { 'projen-muslrust-chef': 'lib/cli/main.js' },

  // `npm test` checks; `npx projen eslint --fix` mends
  prettier: true,
  prettierOptions: {
    ignoreFileOptions: { ignorePatterns: ['*', '!*/', '!*.ts'] },
    settings: { printWidth: 120, singleQuote: true },
  },
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'bench'], commandOptions: { fix: false } },

  jestOptions: {
    // a snapshot changes because a person looked at it, never because a test ran
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    // jest leaves one processor free, of which a small machine has two
    extraCliOptions: ['--maxWorkers=100%'],
    jestConfig: {
      collectCoverage: false,
      // what hangs is still found, and what starts processes may take minutes where others have the processors
      testTimeout: 600_000,
      // thousands of files of other people's crates are there, packages and snapshots among them
      modulePathIgnorePatterns: ['<rootDir>/.tools/', '<rootDir>/.lab/', '<rootDir>/.stryker/', '<rootDir>/dist/'],
      globalSetup: '<rootDir>/test/tools/global-setup.ts',
      testEnvironment: '<rootDir>/test/tools/environment.ts',
      // ts-jest needs 24 ms for a file, which each worker of a clean clone pays for all of src/
      transform: { '^.+\\.[t]sx?$': new javascript.Transform('<rootDir>/test/tools/transform.js') },
      // image builds need the lab, `npm run lab`, and what takes minutes is `npm run test:long`
      testPathIgnorePatterns: [
        '/node_modules/',
        '/test/lab/',
        '/test/python/',
        '/test/java-and-go/',
        '\\.long\\.test\\.ts$',
      ],
    },
  },
  gitignore: ['.DS_Store', '/dist/', '/example/target/', '/.lab/', '/.stryker/', '/.tools/'],
});

project.deps.removeDependency('ts-jest');

// snapshots of generated files hold projen's marker: cleanup must not take them for its own
project.addExcludeFromCleanup('test/**/__snapshots__/**', 'example/**', 'assets/**');

for (const folder of ['/example/', '/.ci/', '/.lab/', '/.stryker/', '/.tools/', '/bench/', '/projenrc/']) {
  project.addPackageIgnore(folder);
}

// what newer npm would ask about at each install: both run well without their scripts (npm help install-scripts)
project.package.addField('allowScripts', { '@parcel/watcher': false, esbuild: false });

// an object in a text is "[object Object]": in a name, a path, a message
project.eslint!.addRules({ '@typescript-eslint/no-base-to-string': 'error' });

// npm makes a program executable when it installs it, and jsii for Python doesn't
project.compileTask.exec('chmod +x lib/cli/main.js');

project.addTask('demo', {
  description: 'Pack this package, bootstrap and synthesise a real workspace with it, and show what it made',
  exec: 'tsx example/demo.ts',
});
project.addTask('record', {
  description: 'Record the first minute of a new project as docs/start.svg (needs the compiled package)',
  exec: 'tsx example/record.ts',
});
project.addTask('lab', {
  description: 'Set the lab up (needs root and Debian) and run the image tests in it',
  steps: [{ exec: 'bash test/lab/up.sh' }, { exec: 'jest --config test/lab/jest.config.js', receiveArgs: true }],
});
project.addTask('test:long', {
  description: 'Run the tests that take minutes: real crates, every pair of options, rehearsals of the workflow',
  exec: 'jest --config test/long.jest.js --maxWorkers=100%',
  receiveArgs: true,
});
project.addTask('test:languages', {
  description:
    'Run the tests of the package in Python, Java and Go (needs these, with Maven, and downloads what they need)',
  exec: 'jest --config test/languages.jest.js',
  receiveArgs: true,
});
project.addTask('rehearse', {
  description: 'Rehearse the publishing of a crate of IMAGES programs (300)',
  exec: 'IMAGES=${IMAGES:-300} jest --config test/long.jest.js rehearsal -t "[0-9]+ images"',
});
project.addTask('pins', {
  description: 'Bring src/pins.ts up to date, and the table of what actions take (needs the registries, and GitHub)',
  steps: [{ exec: 'tsx test/pin-file/renew.ts' }, { exec: 'tsx test/workflow/actions/renew.ts' }],
});
project.addTask('actions', {
  description: 'Renew the table of what the pinned actions take (needs GitHub)',
  exec: 'tsx test/workflow/actions/renew.ts',
});
project.addTask('fuzz', {
  description: 'Try a kept target folder against an empty one, for FUZZ_STEPS edits (needs cargo, and no lab)',
  exec: 'LAB=real FUZZ_STEPS=${FUZZ_STEPS:-3000} jest --config test/lab/jest.config.js --runInBand restore-mtimes',
});
project.addTask('mutate', {
  description: 'Change src/ a little, many times, and list the changes that no test sees (--mutate src/registry/**)',
  exec: 'stryker run test/stryker.config.mjs',
  receiveArgs: true,
});
for (const name of ['synth', 'fleet', 'rebuild', 'platforms', 'allocator', 'memory', 'programs', 'image-size']) {
  project.addTask(`bench:${name}`, {
    description: 'Benchmark; see bench/README.md',
    exec: `tsx bench/${name}.ts`,
    receiveArgs: true,
  });
}

project.synth();
