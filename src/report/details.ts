import { ProjectReport } from './project-report';

/** Something that is said of a project, by what it is about. */
export interface Detail {
  readonly about: 'record' | 'drift' | 'pin' | 'finding';
  readonly text: string;
}

/** What there is to know beside numbers. */
export function detailsOf({ fault, drift, pins, findings }: ProjectReport): Detail[] {
  const details: Detail[] = [
    ...(fault === undefined ? [] : [{ about: 'record' as const, text: fault }]),
    ...drift.map(({ file, state }) => ({ about: 'drift' as const, text: `${file} is ${state}` })),
    ...pins.map(({ name, has, ships }) => ({
      about: 'pin' as const,
      text: `${name}: ${has}, and ${ships} is shipped`,
    })),
    ...findings.map(({ id, level, text, acknowledged, reason }) => ({
      about: 'finding' as const,
      text: `${level} [${id}] ${text}${acknowledged ? ` (acknowledged${reason ? `: ${reason}` : ''})` : ''}`,
    })),
  ];
  return details.map(({ about, text }) => ({ about, text: oneLine(text) }));
}

/** What others committed is shown on one line, and moves no cursor. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}
