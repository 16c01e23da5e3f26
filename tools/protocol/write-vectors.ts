// npm run protocol-vectors: writes docs/reference/platform-protocol/vectors anew, from platform-kit's own decisions.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { makeVectorFiles, readJson, VECTORS_DIR, withoutRandomBytes } from './vector-files.ts'

const SPACES = 1

mkdirSync(VECTORS_DIR, { recursive: true })
for (const [name, content] of await makeVectorFiles()) {
  const isSame =
    existsSync(join(VECTORS_DIR, name)) &&
    isDeepStrictEqual(withoutRandomBytes(readJson(name)), withoutRandomBytes(content))
  if (isSame) continue
  writeFileSync(join(VECTORS_DIR, name), `${JSON.stringify(content, undefined, SPACES)}\n`)
  console.log(name)
}
