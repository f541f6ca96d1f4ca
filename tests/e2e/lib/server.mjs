// The release binary as a child process, with the failures that a journey wants to see.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const targetDirectory =
  process.env.CARGO_TARGET_DIR ??
  join(process.env.BAYPLAN_CACHE ?? join(homedir(), '.cache/bayplan'), 'target');

export const binary = process.env.BAYPLAN ?? join(targetDirectory, 'release/bayplan');

/** Where a failed journey leaves what helps to understand it. */
export const resultsDirectory = join(targetDirectory, 'end-to-end');

const running = new Set();
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));

export class Server {
  /** A server with an empty data directory, listening on a port that was free. */
  static async start(options = {}) {
    const server = new Server();
    server.options = options;
    server.data = mkdtempSync(join(tmpdir(), 'bayplan-data-'));
    server.log = '';
    server.port = 0;
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
    this.exited = new Promise(resolve => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
      child.once('error', error => resolve({ error }));
    }).then(end => (running.delete(child), end));

    const ready = new Promise(resolve => {
      let said = '';
      child.stderr.setEncoding('utf8').on('data', text => (this.log += text));
      child.stdout.setEncoding('utf8').on('data', text => {
        this.log += text;
        said += text;
        const port = /ready at http:\/\/[^\s]*:(\d+)/.exec(said)?.[1];
        if (port) resolve(port);
      });
    });
    const late = new Promise(resolve => setTimeout(resolve, 20_000, { error: new Error('not ready within 20 s') }).unref());
    const outcome = await Promise.race([ready, this.exited, late]);
    if (typeof outcome !== 'string') {
      throw new Error(`${binary} serve did not start: ${describe(outcome)}\n${this.log}`);
    }
    this.port = outcome;
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
