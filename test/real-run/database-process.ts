// `node database-process.ts DATA_DIR` runs PostgreSQL on the folder, and starts it again after each kill, until SIGTERM
// or the end of the input. The input ends with the process that started this one, however that ends.
import { startEmbedded } from '../../src/foundation/store/embedded/embedded-postgres.ts'

const [dataDir] = process.argv.slice(2)
if (dataDir === undefined) throw new Error('which folder?')
const postgres = await startEmbedded({ dataDir, log: { info: () => undefined, warn: (line) => console.error(line) } })
const end = (): void => void postgres.stop().then(() => process.exit(0))
process.once('SIGTERM', end)
process.stdin.once('close', end).resume()
console.log('PostgreSQL is up')
