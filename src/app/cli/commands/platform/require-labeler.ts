import type { Config } from '../../../../config.ts'
import { findLabeler } from '../../../../connectors/open-platforms.ts'
import type { Labeler } from '../../../../foundation/connector/labeler.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'

/** Returns the labeler of the settings, or refuses the command. */
export function requireLabeler({ platforms, allowPrivate }: Config): Labeler {
  const labeler = findLabeler(platforms, { allowPrivate })
  if (labeler !== undefined) return labeler
  throw new StartError('Nothing was done: no platform of COUNTERSIGN_PLATFORMS has a labeler. Set one in the file.')
}
