import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/** The image: its layers from the lowest to the highest, and how it is run. */
export interface ImageSettings {
  /** Uncompressed tar files. */
  layers: readonly string[]
  /** Name and tag, such as countersign:0.1.0. */
  name: string
  /** The architecture by the name of Go, such as amd64. */
  architecture: string
  created: Date
  user: string
  entrypoint: readonly string[]
  command: readonly string[]
  env: readonly string[]
  workingDir: string
  labels: Readonly<Record<string, string>>
}

interface Descriptor {
  mediaType: string
  digest: string
  size: number
}

const TYPE = 'application/vnd.oci.image'
/** Smaller layers take longer, and are written once. */
const GZIP_LEVEL = 9

/**
 * Writes an image as a layout of the OCI Image Format 1.1 into a folder. It needs no container tool and no right. The same
 * input gives the same bytes, so that anyone can compare two builds.
 */
export async function writeLayout(settings: ImageSettings, folder: string): Promise<string> {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true })
  const layers: (Descriptor & { diffId: string })[] = []
  for (const file of settings.layers) layers.push(await writeLayer(file, folder))
  const config = writeJson(
    folder,
    `${TYPE}.config.v1+json`,
    describeConfig(
      settings,
      layers.map(({ diffId }) => diffId),
    ),
  )
  const manifest = writeJson(folder, `${TYPE}.manifest.v1+json`, {
    ...{ schemaVersion: 2, mediaType: `${TYPE}.manifest.v1+json`, config },
    layers: layers.map(({ diffId: _diffId, ...layer }) => layer),
    annotations: settings.labels,
  })
  const annotations = { 'org.opencontainers.image.ref.name': settings.name }
  const index = { schemaVersion: 2, mediaType: `${TYPE}.index.v1+json`, manifests: [{ ...manifest, annotations }] }
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index))
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  return manifest.digest
}

const describeConfig = (settings: ImageSettings, diffIds: readonly string[]) => {
  const { architecture, created, user, entrypoint, command, env, workingDir, labels, layers } = settings
  return {
    ...{ created: created.toISOString(), architecture, os: 'linux' },
    config: {
      ...{ User: user, Env: env, Entrypoint: entrypoint, Cmd: command, WorkingDir: workingDir, Labels: labels },
      ...{ StopSignal: 'SIGTERM', ExposedPorts: { '4180/tcp': {} }, Volumes: { '/var/lib/countersign': {} } },
    },
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: layers.map(() => ({ created: created.toISOString(), created_by: 'deploy/image/build.sh' })),
  }
}

/** Compresses a layer. Its id is the hash of the tar, its digest that of the compressed bytes. */
async function writeLayer(file: string, folder: string): Promise<Descriptor & { diffId: string }> {
  const [plain, packed] = [createHash('sha256'), createHash('sha256')]
  const partial = join(folder, 'blobs/partial')
  await pipeline(
    createReadStream(file),
    tap((chunk) => plain.update(chunk)),
    createGzip({ level: GZIP_LEVEL }),
    tap((chunk) => packed.update(chunk)),
    createWriteStream(partial),
  )
  const hash = packed.digest('hex')
  const blob = join(folder, 'blobs/sha256', hash)
  renameSync(partial, blob)
  const { size } = statSync(blob)
  return {
    mediaType: `${TYPE}.layer.v1.tar+gzip`,
    digest: `sha256:${hash}`,
    size,
    diffId: `sha256:${plain.digest('hex')}`,
  }
}

/** Passes chunks on, and shows each to a function. */
const tap = (see: (chunk: Buffer) => void) =>
  async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      see(chunk)
      yield chunk
    }
  }

function writeJson(folder: string, mediaType: string, value: object): Descriptor {
  const bytes = Buffer.from(JSON.stringify(value))
  const hash = createHash('sha256').update(bytes).digest('hex')
  writeFileSync(join(folder, 'blobs/sha256', hash), bytes)
  return { mediaType, digest: `sha256:${hash}`, size: bytes.length }
}
