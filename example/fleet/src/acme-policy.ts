import { Project } from 'projen';
import { FleetPolicy, FleetPolicyOptions, MuslRustChef, Platform } from 'projen-muslrust-chef';

/** What Acme asks of each service. */
export class AcmePolicy extends FleetPolicy {
  constructor(project: Project, options: FleetPolicyOptions = {}) {
    super(project, {
      registries: ['ghcr.io/acme'],
      runtimeBases: ['cgr.dev/chainguard/static', 'scratch'],
      attestations: true,
      imageNames: '[a-z]+(-[a-z]+)*',
      minimumVersions: { mimalloc: '0.1.52' },
      ...options,
    });
  }

  /** Rules of our own, beside those that are options. */
  public check(chef: MuslRustChef): void {
    if (!chef.platforms.includes(Platform.LINUX_ARM64)) {
      this.refuse(chef, 'acme-arm64', 'half of our nodes are Arm: leave `platforms` out, or add Platform.LINUX_ARM64');
    }
    if (chef.images.length > 3) {
      this.warn(chef, 'acme-images', `a service of ${chef.images.length} images is hard to release: make it several`);
    }
  }
}
