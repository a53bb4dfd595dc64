/** Whether `projen new` is at work, by the variable that it sets (projen's lib/projects.js). */
export function isProjenNew(): boolean {
  return process.env.PROJEN_CREATE_PROJECT === 'true';
}
