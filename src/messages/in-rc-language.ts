import { inPython } from './in-python';
import { runsInPython } from './runs-in-python';

/** A message as it is written in the language of the program that runs. */
export function inRcLanguage(message: string): string {
  return runsInPython() ? inPython(message) : message;
}
