import { createHash } from 'node:crypto'
import { type Colour, encodePng } from './png.ts'

const WIDTH = 320
const HEIGHT = 200
const PORTRAIT = 96

const SKY: Colour = [38, 52, 92]
const WATER: Colour = [20, 34, 66]
const STONE: Colour = [122, 116, 108]
const LAMP: Colour = [250, 214, 120]
const TABLE: Colour = [196, 170, 138]
const CRUST: Colour = [140, 84, 40]
const CUT: Colour = [232, 206, 160]
const TRAY: Colour = [224, 228, 232]
const PILL: Colour = [206, 64, 74]
const LIGHT: Colour = [238, 220, 186]
const OFFLINE: Colour = [120, 82, 58]
const WALL: Colour = [170, 178, 186]
const MARK: Colour = [30, 34, 40]

/** The old bridge at night, with lamps that stand in the water as well. */
export const drawBridge = (): Buffer =>
  encodePng(WIDTH, HEIGHT, (x, y) => {
    const isLamp = x % 64 > 28 && x % 64 < 34
    if (isLamp && ((y > 64 && y < 72) || (y > 140 && y % 4 < 2))) return LAMP
    if (y > 86 && y < 100) return STONE
    const isArch = Math.hypot((x % 80) - 40, y - 132) < 34
    if (y >= 100 && y < 132) return isArch ? WATER : STONE
    return y < 132 ? SKY : WATER
  })

/** A loaf on a table, cut twice. */
export const drawLoaf = (): Buffer =>
  encodePng(WIDTH, HEIGHT, (x, y) => {
    const inside = ((x - 160) / 110) ** 2 + ((y - 110) / 62) ** 2
    if (inside > 1) return TABLE
    const isCut = inside < 0.7 && Math.abs(((x + y) % 70) - 35) < 4
    return isCut ? CUT : CRUST
  })

/** Rows of round pills in a tray. */
export const drawPills = (): Buffer =>
  encodePng(WIDTH, HEIGHT, (x, y) => (Math.hypot((x % 40) - 20, (y % 40) - 20) < 13 ? PILL : TRAY))

/** A board with a king, a rook and a pawn left on it, as discs. */
export const drawBoard = (): Buffer =>
  encodePng(HEIGHT, HEIGHT, (x, y) => {
    const [column, row] = [Math.floor(x / 25), Math.floor(y / 25)]
    const isTaken = ['4 1', '2 5', '3 6'].includes(`${column} ${row}`)
    if (isTaken && Math.hypot((x % 25) - 12, (y % 25) - 12) < 9) return MARK
    return (column + row) % 2 === 0 ? LIGHT : OFFLINE
  })

/** The river's gauge, with the water at its third mark. */
export const drawGauge = (): Buffer =>
  encodePng(WIDTH, HEIGHT, (x, y) => {
    const isMark = x > 150 && x < (y % 40 === 0 ? 200 : 170) && y % 10 < 2
    if (isMark) return MARK
    return y > 96 + Math.round(4 * Math.sin(x / 12)) ? WATER : WALL
  })

/** A face for an account: the same one each time, and hardly that of another. */
export function drawPortrait(accountId: string): Buffer {
  const [red = 0, green = 0, blue = 0, wide = 0] = createHash('sha256').update(accountId).digest()
  const ground: Colour = [red / 2 + 100, green / 2 + 100, blue / 2 + 100].map(Math.round) as unknown as Colour
  const shirt: Colour = [blue / 2, red / 2, green / 2].map(Math.round) as unknown as Colour
  const half = PORTRAIT / 2
  return encodePng(PORTRAIT, PORTRAIT, (x, y) => {
    if (Math.hypot(x - half, (y - 40) * 0.85) < 16 + (wide % 8)) return LIGHT
    return Math.hypot(x - half, (y - PORTRAIT) * 0.9) < 34 ? shirt : ground
  })
}
