import { parseDocument } from 'yaml';
import { Remark } from '../remark';

/** That a workflow, of which nothing could be read, may build images: GitHub runs none that is no YAML. */
export function unreadableWorkflow(file: string, text: string): Remark[] {
  const [error] = parseDocument(text, { logLevel: 'silent' }).errors;
  if (error === undefined || !/\bdocker\b/.test(text)) return [];
  const [message] = error.message.split(/ at line | \(?at line|\n/);
  return [
    {
      file,
      line: error.linePos?.[0].line ?? 1,
      text: `this is no YAML (${message}), so nothing was read from it: mend it and adopt again, or say by hand where the images are`,
    },
  ];
}
