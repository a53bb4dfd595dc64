const { Project } = require('projen');
const { Allocator, BuildArg, ContainerRegistry, MuslRustChef, Platform, RuntimeBase } = require('projen-muslrust-chef');

const project = new Project({ name: 'my-service' });
const chef = new MuslRustChef(project, {
  images: [
    {
      binary: 'my-service',
      args: ['serve'],
      ports: [8080],
      env: { RUST_LOG: 'info' },
      healthcheck: { args: ['check'], interval: '10s' },
    },
  ],
  platforms: [Platform.LINUX_AMD64],
  allocator: Allocator.mimalloc({ secure: true }),
  runtimeBase: RuntimeBase.scratch({ tmp: true, timeZones: true }),
  buildArgs: { VERSION: BuildArg.version() },
  registry: ContainerRegistry.dockerHub({ namespace: 'acme' }),
});
chef.dockerfile.beforeBuild('ENV ACME_SITE=/opt/site');
chef.dockerignore.addPatterns('/docs');
project.synth();
