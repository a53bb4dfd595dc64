import { github } from 'projen';
import { PublishPlan } from './publish-plan';
import { actionStep, lines } from './steps';
import { Pins } from '../pins';
import { archOf } from '../platform';
import { BuildxBuilder } from '../toolchain/buildx-builder';

/** The steps that make a runner ready to build on a builder. */
export function buildxSteps(plan: PublishPlan, builder: BuildxBuilder): github.workflows.JobStep[] {
  return [...(plan.emulated.length > 0 ? [emulationStep(plan)] : []), builderStep(plan.options.pins, builder)];
}

function emulationStep({ emulated, options }: PublishPlan): github.workflows.JobStep {
  return actionStep(
    'qemu',
    options.strategy._isEmulated ? 'Set up QEMU' : 'Set up QEMU, to try what was cross-compiled',
    'docker/setup-qemu-action',
    { platforms: emulated.map(archOf).join(','), 'cache-image': false },
  );
}

function builderStep(
  pins: Pins,
  { _driver: driver, _name, _nodes, _isPersistent }: BuildxBuilder,
): github.workflows.JobStep {
  const buildx = { version: pins.buildx, 'cache-binary': false };
  if (!_isPersistent) {
    return actionStep('buildx', 'Set up Docker Buildx', 'docker/setup-buildx-action', {
      ...buildx,
      'driver-opts': `image=moby/buildkit:${pins.buildkit}`,
    });
  }
  const isCluster = driver === 'kubernetes';
  const [first, ...others] = _nodes.map(({ endpoint, platform, driverOpts }, i) => ({
    // buildx calls a deployment by the name of its node, and creates it only if it is not there; without a name a
    // machine that knows the builder already would append a node each time
    ...(isCluster ? { name: i > 0 ? `${_name}${i}` : _name } : {}),
    ...(endpoint ? { endpoint } : {}),
    ...(platform ? { platforms: platform } : {}),
    ...(driverOpts.length > 0 ? { 'driver-opts': driverOpts } : {}),
  }));
  const tls = _nodes.flatMap(({ endpoint }, i) =>
    endpoint?.startsWith('tcp://') ? ['CACERT', 'CERT', 'KEY'].map((part) => `BUILDER_NODE_${i}_AUTH_TLS_${part}`) : [],
  );
  return {
    ...actionStep('buildx', 'Set up Docker Buildx', 'docker/setup-buildx-action', {
      ...buildx,
      driver,
      // removing the builder would delete its deployments
      ...(isCluster ? { cleanup: false } : {}),
      ...first,
      ...(first['driver-opts'] ? { 'driver-opts': lines(...first['driver-opts']) } : {}),
      // YAML in YAML, and JSON is YAML; there the options are a list, else they are taken letter by letter
      ...(others.length > 0 ? { append: JSON.stringify(others, undefined, 2) } : {}),
    }),
    ...(tls.length > 0 ? { env: Object.fromEntries(tls.map((name) => [name, `\${{ secrets.${name} }}`])) } : {}),
  };
}
