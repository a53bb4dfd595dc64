const { javascript, Project } = require('projen');
const { BuildCache, MuslRustChef } = require('projen-muslrust-chef');

const project = new Project({ name: 'greeter' });

// so that a fresh clone can synthesise: npm ci && npx projen
new javascript.Projenrc(project);
new javascript.NodePackage(project, {
  packageManager: javascript.NodePackageManager.NPM,
  devDeps: ['projen', 'constructs', 'projen-muslrust-chef'],
});

new MuslRustChef(project, {
  images: [
    {
      binary: 'greeter-server',
      name: 'server',
      ports: [8080],
      env: { PORT: '8080' },
      labels: { 'org.opencontainers.image.description': 'Greets over HTTP' },
    },
    {
      binary: 'greet',
      args: ['world'],
      smokeTest: ['--version'],
    },
  ],
  imageRepository: 'ghcr.io/acme/greeter',
  cache: BuildCache.registry('ghcr.io/acme/greeter/cache'),
});

project.synth();
