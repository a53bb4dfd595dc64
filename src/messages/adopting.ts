/** What `adopt` sets for the synth that it tries: there is no rc file yet to say an option in. */
export const ADOPTING = 'MUSLRUST_CHEF_ADOPTING';

/** Whether `adopt` tries what it would write. */
export function isAdopting(): boolean {
  return process.env[ADOPTING] === 'true';
}
