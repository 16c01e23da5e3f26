// npm run protocol-vectors: writes docs/reference/platform-protocol/vectors anew, from platform-kit's own decisions.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeVectorFiles, VECTORS_DIR } from './vector-files.ts'

const SPACES = 1

mkdirSync(VECTORS_DIR, { recursive: true })
for (const [name, content] of await makeVectorFiles()) {
  writeFileSync(join(VECTORS_DIR, name), `${JSON.stringify(content, undefined, SPACES)}\n`)
  console.log(name)
}
