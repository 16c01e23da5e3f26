// For Node, Deno and Bun: reads what is played on standard input and says what the platform told.
import process from 'node:process'
import { text } from 'node:stream/consumers'
import * as kit from '../../dist/index.js'
import { play } from '../play.js'

process.stdout.write(JSON.stringify(await play(kit, JSON.parse(await text(process.stdin)))))
