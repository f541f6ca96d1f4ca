// The release binary as a child process, with the failures that a journey wants to see.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const targetDirectory =
  process.env.CARGO_TARGET_DIR ??
  join(process.env.BAYPLAN_CACHE ?? join(homedir(), '.cache/bayplan'), 'target');

export const binary = process.env.BAYPLAN ?? join(targetDirectory, 'release/bayplan');

/** Where a failed journey leaves what helps to understand it. */
export const resultsDirectory = join(targetDirectory, 'end-to-end');

const running = new Set();
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));

async function freePort() {
  const probe = createServer();
  await new Promise((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise(resolve => probe.close(resolve));
  return port;
}

export class Server {
  /** A server with an empty data directory, listening. */
  static async start(options = {}) {
    const server = new Server();
    server.port = await freePort();
    server.data = mkdtempSync(join(tmpdir(), 'bayplan-data-'));
    server.log = '';
    server.options = options;
    await server.restart();
    return server;
  }

  get base() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts again on the same port with the same data, after `stop` or `kill`. */
  async restart() {
    if (this.child) await this.stop();
    const child = spawn(
      binary,
      ['serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.data, ...(this.options.args ?? [])],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.options.env } },
    );
    this.child = child;
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => (this.log += text));
    }
    this.exited = new Promise(resolve => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
      child.once('error', error => resolve({ error }));
    }).then(end => (running.delete(child), end));

    let end = null;
    this.exited.then(value => (end = value));
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(20)) {
      if (end) throw new Error(`${binary} serve ended at once: ${describe(end)}\n${this.log}`);
      const answer = await fetch(`${this.base}/healthz`).catch(() => null);
      if (answer?.ok) return;
    }
    throw new Error(`${binary} serve did not answer ${this.base}/healthz within 20 s\n${this.log}`);
  }

  /** Asks it to stop, as a service manager does; answers how it ended. */
  async stop() {
    if (!this.child) return null;
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child?.kill('SIGKILL'), 10_000);
    const end = await this.exited;
    clearTimeout(late);
    this.child = null;
    return end;
  }

  /** Ends it without a chance to write anything. */
  async kill() {
    this.child?.kill('SIGKILL');
    await this.exited;
    this.child = null;
  }

  async dispose() {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}

const describe = ({ error, code, signal }) => error?.message ?? (signal ? `signal ${signal}` : `exit code ${code}`);
