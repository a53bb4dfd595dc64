import { LogLevel, Project } from 'projen';
import { MuslRustChef, RuntimeBase } from '../../src';
import { CRATE } from '../synth';
import { tempDir, writeTree } from '../util';

/** What a project is told of its runtime base. */
function said(runtimeBase: RuntimeBase): string[] {
  const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE), logging: { level: LogLevel.OFF } });
  const info = jest.spyOn(project.logger, 'info');
  new MuslRustChef(project, { runtimeBase });
  return info.mock.calls.map(([text]) => text).filter((text) => text.startsWith('RuntimeBase.'));
}

test.each<[string, RuntimeBase, string[]]>([
  [
    'scratch',
    RuntimeBase.scratch(),
    [
      'RuntimeBase.scratch(): the images have no /tmp (tmp: true) and no time zones (timeZones: true), no shell and no libc [runtime-base]',
    ],
  ],
  [
    'scratch with /tmp',
    RuntimeBase.scratch({ tmp: true }),
    ['RuntimeBase.scratch(): the images have no time zones (timeZones: true), no shell and no libc [runtime-base]'],
  ],
  ['scratch with everything', RuntimeBase.scratch({ tmp: true, timeZones: true }), []],
  [
    'an image of the user',
    RuntimeBase.custom('acme/base:1'),
    [
      'RuntimeBase.custom(): what acme/base:1 holds is not known here. Programs may want CA certificates, ' +
        'time zones and /tmp; the user is 65532, whatever the image says [runtime-base]',
    ],
  ],
  ['chainguard', RuntimeBase.chainguardStatic(), []],
  ['distroless', RuntimeBase.distrolessStatic(), []],
])('synth says what %s lacks', (_, base, expected) => {
  expect(said(base)).toEqual(expected);
});
