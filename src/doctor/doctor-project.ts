import { SynthRecord } from '../record/synth-record';

/** A project that is looked at. */
export interface DoctorProject {
  readonly folder: string;
  /** The folder as it is seen from where the doctor was called. */
  readonly path: string;
  /** What its last synth made. */
  readonly record: SynthRecord;
}
