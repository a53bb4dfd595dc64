import { Component, YamlFile } from 'projen';
import { readDigests } from './image-digests';
import { KubernetesManifestsOptions } from './kubernetes-options';
import { isPlain, manifestFolder } from './manifest-folder';
import { assertQuantities } from './quantities';
import { Workload } from './workload';
import { guardGeneratedFiles } from '../files/generated-files';
import { folderInRepository } from '../git/folder-in-repository';
import { Image } from '../image/image';
import { UserError } from '../messages/user-error';
import { MuslRustChef } from '../muslrust-chef';
import { checked } from '../options/checked';
import { RecordFile } from '../record/record-file';
import { ClaimedReferences } from '../registry/claimed-references';
import { OWNER } from '../registry/project-repository';
import { ImageWorkflow } from '../workflow/image-workflow';

/** What a namespace is called. (RFC 1123) */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Manifests by which Kubernetes runs the images: a deployment each, a service where it has `ports`, a claim for each of its `volumes`,
 * and a `kustomization.yaml` that has all of them (`kubectl apply -k kubernetes`).
 *
 * They hold to Kubernetes's restricted standard for pods: not root, a root file system that can't be written to, no capabilities.
 * `smokeTestPath` is what the probes ask, else the arguments of the `healthcheck`.
 */
export class KubernetesManifests extends Component {
  /** The files. */
  public readonly files: YamlFile[];

  /**
   * @param chef what builds the images
   * @param options how they run
   * @throws UserError if a quantity, a name or a path is not one of Kubernetes's, two images would have one name there, or the file of
   * the digests has what is none
   */
  constructor(chef: MuslRustChef, options: KubernetesManifestsOptions = {}) {
    [chef, options] = checked('KubernetesManifests', [chef, options]);
    const { project } = chef;
    if (project.components.some((component) => component instanceof KubernetesManifests)) {
      throw new UserError('KubernetesManifests: this project has them already. One has the manifests of all images.');
    }
    super(project, 'muslrust-chef-kubernetes');
    const {
      namespace,
      memory = '128Mi',
      cpu = '100m',
      storage = '1Gi',
      digests: digestFile = 'image-digests.json',
    } = options;
    assertQuantities({ memory, cpu, storage });
    if (namespace !== undefined && !LABEL.test(namespace)) {
      throw new UserError(
        `KubernetesManifests: namespace is ${JSON.stringify(namespace)}. One has up to 63 small letters, digits and dashes, e.g. "shop".`,
      );
    }
    if (!isPlain(digestFile)) {
      throw new UserError(
        `KubernetesManifests: digests is ${JSON.stringify(digestFile)}. Name a file in the project by letters, digits, dots and dashes, e.g. "image-digests.json".`,
      );
    }
    const folder = manifestFolder(chef, options.directory ?? 'kubernetes');
    const digests = readDigests(project.outdir, digestFile, chef._images);
    // a new digest is no reason to compile anything
    chef.dockerignore.addPatterns(`/${folder}/`, `/${digestFile}`);
    const tag = chef.workflow instanceof ImageWorkflow ? chef.workflow.branchTag : 'latest';
    const workloads = chosen(chef._images, options.images).map((image) => {
      const digest = digests[image.bakeTarget];
      if (image.repository.name.includes(OWNER)) {
        throw new UserError(
          `KubernetesManifests: where ${image.repository.name} is, is known when the workflow runs. Say \`imageRepository\`, e.g. "ghcr.io/acme/app".`,
        );
      }
      return new Workload(image, digest ? { digest } : { tag }, { memory, cpu, storage });
    });
    const twice = workloads.find(({ name }, i) => workloads.findIndex((other) => other.name === name) < i);
    if (twice) {
      throw new UserError(
        `KubernetesManifests: two images would be called ${twice.name} there. Give one of them another \`name\`.`,
      );
    }
    for (const { name, image } of workloads) {
      ClaimedReferences.of(project).claim(
        `the deployment ${name}${namespace === undefined ? '' : ` of ${namespace}`}`,
        `image "${image.name}" of KubernetesManifests in ${folderInRepository(project) || 'the root folder'}`,
        'by `namespace` of KubernetesManifests, or by another `name` of an image',
      );
    }
    const manifests = workloads.flatMap(({ name, manifests: own }) =>
      Object.entries(own).map(([file, obj]): [string, object] => [`${name}/${file}`, obj]),
    );
    const kustomization = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      ...(namespace === undefined ? {} : { namespace }),
      resources: manifests.map(([path]) => path),
    };
    this.files = [...manifests, ['kustomization.yaml', kustomization] as const].map(
      ([path, obj]) => new YamlFile(project, `${folder}/${path}`, { obj, marker: true }),
    );
    RecordFile.of(project)?.add(...this.files);
    guardGeneratedFiles(project, 'muslrust-chef-kubernetes', this.files, `choose another \`directory\``);
  }
}

/** The images of some names. */
function chosen(images: Image[], names: string[] | undefined): Image[] {
  if (names === undefined) return images;
  const known = images.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined || names.length === 0) {
    throw new UserError(
      `KubernetesManifests: images ${unknown === undefined ? 'is an empty list' : `has ${JSON.stringify(unknown)}, and there is no such image`}. Name some of ${known.join(', ')}; or leave it out for all.`,
    );
  }
  return images.filter(({ name }) => names.includes(name));
}
