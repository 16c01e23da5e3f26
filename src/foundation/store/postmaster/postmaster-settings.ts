import { totalmem } from 'node:os'

const CONNECTIONS_MAX = 300

const MB = 1024 * 1024
const BUFFERS_SHARE = 8
const BUFFERS_MIN_MB = 128
const BUFFERS_MAX_MB = 1024

/**
 * Returns the size of shared_buffers: an eighth of this machine's memory, or of this process's limit, within limits.
 * The memory is used only as it fills.
 */
function buffersMb(): number {
  // 0 means that no limit is set.
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return Math.min(BUFFERS_MAX_MB, Math.max(BUFFERS_MIN_MB, Math.floor(memory / MB / BUFFERS_SHARE)))
}

/**
 * Returns the settings of the embedded server: for short transactions that are durable when they answer, on a small
 * machine.
 */
export function serverSettings(port: number, durable: boolean): string[] {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '', // A socket's path has a short limit, and the loopback address is enough.
    password_encryption: 'scram-sha-256',
    max_connections: CONNECTIONS_MAX,
    // Without durability the database is a small one of tests, and creating or dropping one scans all buffers.
    shared_buffers: `${durable ? buffersMb() : BUFFERS_MIN_MB}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '128MB',
    random_page_cost: 1.1,
    synchronous_commit: 'on',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    jit: 'off', // JIT compilation costs more than any of the desk's statements takes.
    max_parallel_workers_per_gather: 0, // On two cores a parallel read would slow another commit.
    autovacuum_naptime: '10s', // The tables of queues change completely within seconds, so they are vacuumed often.
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_min_messages: 'warning',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
