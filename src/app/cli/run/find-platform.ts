import type { Config } from '../../../config.ts'
import { findDemoSecret } from '../demo/demo-platform.ts'

export const PLATFORM_UNKNOWN =
  'it is not known where the platform is: set COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET.'

/** Returns the address and secret of the platform: from the environment, or of the demo in a data folder. */
export function findPlatform(
  { platform, port }: Config,
  dataDir: string,
  deskPort = port,
): { url: string; secret: string; allowPrivate?: readonly string[] } | undefined {
  if (platform) return platform
  const secret = findDemoSecret(dataDir)
  return secret === undefined ? undefined : { url: `http://127.0.0.1:${deskPort + 1}/countersign`, secret }
}
