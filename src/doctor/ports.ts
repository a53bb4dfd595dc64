import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DoctorProject } from './doctor-project';
import { Line } from './line';

const about = 'ports';

/** Ports that the program, which is not root, may not listen on wherever it runs. (docs/running.md) */
export function lookAtPorts({ folder, record }: DoctorProject): Line[] {
  const path = join(folder, 'Dockerfile');
  const stages = existsSync(path) ? readFileSync(path, 'utf8').split(/^(?=FROM )/m) : [];
  return record.images.flatMap(({ name }): Line[] => {
    const stage = stages.find((each) => each.split('\n', 1)[0].endsWith(` AS image-${name}`)) ?? '';
    const low = [...stage.matchAll(/^EXPOSE (\d+)$/gm)].map(([, port]) => Number(port)).filter((port) => port < 1024);
    return low.length === 0
      ? []
      : [
          {
            about,
            level: 'warning',
            text:
              `image ${name} listens on ${low.join(', ')}, below 1024, as user 65532: "Permission denied (os error 13)" on older ` +
              'container runtimes of Kubernetes. Listen on a port like 8080, and map it',
            remedy: `docker run --publish ${low[0]}:8080 …`,
          },
        ];
  });
}
