import { type Config, readConfig } from '../../../config.ts'
import type { CommandContext } from '../command-context.ts'

/** Only what reaching the platform needs: a database's secret that can't be read must not be in the way. */
export function readPlatformConfig({ env }: CommandContext): Config {
  const needed = /^COUNTERSIGN_(ALLOW_PRIVATE$|PLATFORM_|SIGNING_KEY|DATA$|PORT$)/
  return readConfig(Object.fromEntries(Object.entries(env).filter(([name]) => needed.test(name))))
}
