/**
 * Options of `Upgrade`.
 */
export interface UpgradeOptions {
  /**
   * Times at which the workflow looks for newer releases (UTC). GitHub schedules the default branch only.
   *
   * @default ["0 4 * * 1"], Mondays at four
   */
  readonly schedule?: string[];
}
