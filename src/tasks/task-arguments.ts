/** What follows the name of a task, each word as it was: projen joins words by blanks otherwise, and a shell reads them again. */
export const TASK_ARGUMENTS = '"$@"';
