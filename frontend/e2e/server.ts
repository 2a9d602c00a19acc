import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const root = new URL('../..', import.meta.url).pathname;

export const binary = process.env['HOMEROOM_BIN'] ?? `${root}target/debug/homeroom`;
export const serverPort = Number(process.env['E2E_PORT'] ?? 5098);

/** How a server for browser tests is started: with a private database that is kept between runs. */
export function serverEnvironment(port: number, folder: string): Record<string, string> {
  return {
    HOMEROOM_ENV: 'development',
    HOMEROOM_DATA_DIR: `${root}target/${folder}`,
    PORT: String(port),
    METRICS_ADDRESS: 'off',
    RUST_LOG: 'warn',
    REQUESTS_PER_MINUTE: '100000',
    AUTH_REQUESTS_PER_MINUTE: '100000',
    MAX_SOCKETS_PER_USER: '100',
    HASHING_QUEUE: '1000',
  };
}

/** A server of one test alone, which it may stop and start again without disturbing the others. */
export class OwnServer {
  readonly url: string;
  private readonly environment: Record<string, string>;
  private running: ChildProcess | null = null;

  constructor(name: string, port: number) {
    this.url = `http://localhost:${port}`;
    this.environment = serverEnvironment(port, name);
  }

  async start(): Promise<void> {
    this.running = spawn(binary, ['serve', '--demo'], {
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const until = Date.now() + 120_000;
    while (!(await this.isReady())) {
      if (this.running.exitCode !== null) throw new Error('the server did not start');
      if (Date.now() > until) throw new Error('the server is not ready');
      await new Promise((resolve) => {
        setTimeout(resolve, 250);
      });
    }
  }

  async stop(): Promise<void> {
    const { running } = this;
    this.running = null;
    if (running === null || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGTERM');
    await ended;
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}
