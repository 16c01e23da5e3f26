import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../../config.ts'
import { messageOf } from '../../foundation/errors.ts'
import { signingKeyOf } from '../../foundation/outgoing/signing-key.ts'
import { loadPolicies } from '../../policy/policies.ts'
import { failed, passed, type Step, skipped, warned } from '../connect/step.ts'
import { checkNotices } from './check-notices.ts'

const OTHERS = 0o077

/** Checks the folders and keys. Nothing is created: a key that is missing is made at the first start. */
export async function checkFiles(config: Config): Promise<Step[]> {
  const { dataDir, signingKey } = config
  return [checkDataFolder(dataDir), await checkSigningKey(dataDir, signingKey), ...checkPolicies(config)]
}

function checkDataFolder(dataDir: string): Step {
  const id = 'COUNTERSIGN_DATA'
  const place = existsSync(dataDir) ? dataDir : dirname(dataDir)
  try {
    accessSync(place, constants.W_OK | constants.X_OK)
  } catch (error) {
    return failed(id, `${place} can't be written: ${messageOf(error)}.`, 'Give it to the user that runs the desk.')
  }
  if (place !== dataDir) return passed(id, `${dataDir} is made at the first start.`)
  if ((statSync(dataDir).mode & OTHERS) === 0) return passed(id, `${dataDir} is open to its owner alone.`)
  return warned(id, `Other users of this machine can open ${dataDir}, which holds keys.`, `chmod 700 ${dataDir}`)
}

async function checkSigningKey(dataDir: string, configured: string | undefined): Promise<Step> {
  const id = 'COUNTERSIGN_SIGNING_KEY'
  if (configured === undefined && !existsSync(join(dataDir, 'signing-key.json')))
    return skipped(id, 'The data folder has no key yet. The first start makes one.')
  try {
    const { kid } = await signingKeyOf(dataDir, configured)()
    return passed(id, `The key ${kid} can sign.`)
  } catch (error) {
    const fix = 'Set it to a private Ed25519 key as a JWK, or restore signing-key.json of the data folder.'
    return failed(id, `${messageOf(error)}.`, fix)
  }
}

function checkPolicies(config: Config): Step[] {
  const id = 'COUNTERSIGN_POLICIES'
  const { policiesDir } = config
  try {
    const { notices } = loadPolicies(policiesDir)
    return [passed(id, `The rule sets of ${policiesDir} can be used.`), ...checkNotices(config, notices.settings)]
  } catch (error) {
    return [failed(id, messageOf(error), 'Correct the file, or set the folder of policies.yaml.')]
  }
}
