export { Allocator, type JemallocOptions, type MimallocOptions } from './allocator/allocator';
export { BuildArg } from './image/build-arg';
export { BuildCache } from './registry/build-cache';
export { BuildStrategy } from './toolchain/build-strategy';
export { BuilderBase } from './toolchain/builder-base';
export {
  BuildxBuilder,
  type KubernetesNode,
  type PersistentBuilderOptions,
  type RemoteNode,
} from './toolchain/buildx-builder';
export { ComposeFile } from './deploy/compose-file';
export { ContainerRegistry } from './registry/container-registry';
export {
  type AmazonEcrOptions,
  type AzureRegistryOptions,
  type DockerHubOptions,
  type GoogleArtifactRegistryOptions,
  type RegistrySecretsOptions,
} from './registry/container-registry-options';
export { Dockerfile } from './dockerfile/dockerfile';
export { DockerfileStage, type DockerfileStageOptions } from './syntax/dockerfile-stage';
export { FleetPolicy } from './policy/fleet-policy';
export { type FleetPolicyOptions } from './policy/fleet-policy-options';
export { type HealthcheckOptions } from './image/healthcheck-options';
export { type ImageRecord } from './image/image-record';
export { type ImageDefaults, type ImageOptions } from './image/image-options';
export { KubernetesManifests } from './deploy/kubernetes-manifests';
export { type KubernetesManifestsOptions } from './deploy/kubernetes-options';
export { MuslRustChef } from './muslrust-chef';
export { MuslRustChefBuilder } from './muslrust-chef-builder';
export { type MuslRustChefBuilderOptions } from './muslrust-chef-builder-options';
export { type MuslRustChefOptions } from './muslrust-chef-options';
export { Platform } from './platform';
export { PrivateSource } from './image/private-source';
export { type CalledWorkflowOptions, PublishGate } from './workflow/publish-gate';
export { type PublishingOptions } from './workflow/publishing-options';
export { RuntimeBase, type ScratchOptions } from './image/runtime-base';
export { RustProject } from './rust-project';
export { type RustProjectOptions } from './rust-project-options';
export { Upgrade } from './upgrade';
export { type UpgradeOptions } from './upgrade-options';
