import { UserError } from '../messages/user-error';

/** Bytes as Kubernetes writes them. (k8s.io/apimachinery, resource/quantity.go) */
const BYTES = /^(\d+(?:\.\d+)?)([kMGTPE]|[KMGTPE]i)?$/;

/** Processors, or thousandths of one: it knows no finer ones. */
const PROCESSORS = /^(?:(\d+)m|(\d+(?:\.\d{1,3})?))$/;

const EXAMPLES = { memory: '"128Mi"', storage: '"1Gi"', cpu: '"100m" for a tenth of a processor, or "2" for two' };

/** Refuses what Kubernetes would not take, and what it takes for something that nobody means. */
export function assertQuantities(quantities: Record<keyof typeof EXAMPLES, string>): void {
  for (const [option, text] of Object.entries(quantities)) {
    const fault = option === 'cpu' ? faultOfProcessors(text) : faultOfBytes(text);
    if (fault === undefined) continue;
    throw new UserError(
      `KubernetesManifests: ${option} is ${JSON.stringify(text)}, ${fault}. Write it as in ${EXAMPLES[option as keyof typeof EXAMPLES]}.`,
    );
  }
}

function faultOfBytes(text: string): string | undefined {
  const [, number, unit = ''] = BYTES.exec(text) ?? [];
  if (number === undefined) return 'which is no quantity of bytes';
  const base = unit.endsWith('i') ? 1024 : 1000;
  const bytes = Number(number) * base ** ' KMGTPE'.indexOf(unit.charAt(0).toUpperCase() || ' ');
  // no program starts in less, and no file system is made in it
  return bytes < 1024 ** 2 ? `which is ${bytes} bytes: too little for anything` : undefined;
}

function faultOfProcessors(text: string): string | undefined {
  const [, thousandths, whole] = PROCESSORS.exec(text) ?? [];
  if (thousandths === undefined && whole === undefined) return 'which is no quantity of processors';
  if (Number(thousandths ?? whole) === 0) return 'which is none';
  // what was meant has an `m`; who has such a machine can say it so
  return Number(whole) >= 100 ? `which is ${whole} whole processors, or "${Number(whole) * 1000}m"` : undefined;
}
