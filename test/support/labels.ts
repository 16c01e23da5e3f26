import { createPublicKey, verify } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { Secp256k1Keypair } from '@atproto/crypto'
import { decode, encode } from '@ipld/dag-cbor'
import { WebSocket } from 'ws'
import { ATPROTO } from '../../src/connectors/atproto/atproto-kind.ts'
import { routePlatforms } from '../../src/connectors/route-platforms.ts'
import { openLabelStore } from '../../src/enforcement/labels/open-label-store.ts'
import type { Labeler } from '../../src/foundation/connector/labeler.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { type LabelerDesk, startLabelerDesk } from './atproto.ts'
import { startPds } from './atproto-pds.ts'
import { startWork } from './working-desk.ts'

const AWAY = 'http://127.0.0.1:9'

/** The connector of a labeler whose accounts are at this PDS, which it only reads. Undefined: a network that is away. */
export const openLabeling = (pds: string | undefined, labeler: Labeler, db: Pool) =>
  ATPROTO.open(
    {
      ...(pds ? { pds, appview: pds } : { plc: AWAY }),
      labeler: labeler.did,
      reportKey: 'key_1',
      labelActions: ['limit', 'hide'],
    },
    {},
    { now: () => new Date(), allowPrivate: [], labels: openLabelStore({ db, restoreDb: db }, labeler) },
  )

/** A desk that labels, with its worker. */
export async function startLabeling(t: TestContext): Promise<LabelerDesk> {
  const pds = await startPds(t)
  const desk = await startLabelerDesk(t, {
    connect: (labeler, db) => routePlatforms(new Map([['bluesky', openLabeling(pds, labeler, db)]])),
  })
  startWork(t, desk)
  return desk
}

/** A label as a consumer gets it. */
export interface ConsumedLabel {
  ver: number
  src: string
  uri: string
  cid?: string
  val: string
  neg?: boolean
  cts: string
  exp?: string
  sig: Uint8Array
}

/** Queries labels as any visitor does. */
export async function queryLabels({ app }: Pick<LabelerDesk, 'app'>, query: string) {
  const answer = await app.inject({
    url: `/xrpc/com.atproto.label.queryLabels?${query}`,
    headers: { host: 'desk.example' },
  })
  const { labels = [], cursor } = answer.json() as {
    labels?: (Omit<ConsumedLabel, 'sig'> & { sig: { $bytes: string } })[]
    cursor?: string
  }
  const decoded = labels.map((label): ConsumedLabel => ({ ...label, sig: Buffer.from(label.sig.$bytes, 'base64') }))
  return { status: answer.statusCode, labels: decoded, cursor, body: answer.json() }
}

const ASN1_OF_KEY = '3036301006072a8648ce3d020106052b8104000a032200'
const HALF_ORDER = BigInt('0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0')

/** Verifies a label as a consumer does, with Node's cryptography alone: a low S, over the label without its signature. */
export async function isSigned({ signingKey }: Labeler, { sig, ...label }: ConsumedLabel): Promise<boolean> {
  const { publicKeyBytes } = await Secp256k1Keypair.import(signingKey).then((pair) => ({
    publicKeyBytes: pair.publicKeyBytes(),
  }))
  const key = createPublicKey({
    key: Buffer.concat([Buffer.from(ASN1_OF_KEY, 'hex'), publicKeyBytes]),
    format: 'der',
    type: 'spki',
  })
  const isLow = BigInt(`0x${Buffer.from(sig.slice(32)).toString('hex')}`) <= HALF_ORDER
  return isLow && verify('sha256', encode(label), { key, dsaEncoding: 'ieee-p1363' }, sig)
}

export interface Frame {
  header: { op: number; t?: string }
  body: { seq?: number; labels?: ConsumedLabel[]; name?: string; error?: string }
}

const HEADERS = [{ op: 1, t: '#labels' }, { op: 1, t: '#info' }, { op: -1 }]

/** Parses a frame: a header, which is one of three, and a body. */
function parseFrame(bytes: Buffer): Frame {
  const header = HEADERS.find((one) => bytes.subarray(0, encode(one).length).equals(encode(one)))
  if (header === undefined) throw new Error(`no known header: ${bytes.toString('hex')}`)
  return { header, body: decode(bytes.subarray(encode(header).length)) as Frame['body'] }
}

/** Starts the server of a desk on a free port, once. */
export async function listen({ app }: Pick<LabelerDesk, 'app'>): Promise<string> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
  return `127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

/** Subscribes to labels. `next` resolves with the next frame, and undefined when the server ended the stream. */
export async function subscribe(t: TestContext, desk: Pick<LabelerDesk, 'app'>, cursor?: number) {
  const query = cursor === undefined ? '' : `?cursor=${cursor}`
  const socket = new WebSocket(`ws://${await listen(desk)}/xrpc/com.atproto.label.subscribeLabels${query}`)
  t.after(() => socket.terminate())
  const frames: Frame[] = []
  let wake = () => {}
  let isOver = false
  socket.on('message', (bytes: Buffer) => {
    frames.push(parseFrame(bytes))
    wake()
  })
  socket.on('close', () => {
    isOver = true
    wake()
  })
  await once(socket, 'open')
  const next = async (): Promise<Frame | undefined> => {
    while (frames.length === 0 && !isOver) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    return frames.shift()
  }
  return { socket, next }
}
