const BACKOFF_MIN_MS = 1000;
const BACKOFF_MAX_MS = 60_000;

type Options = {
  /** Answers in how many milliseconds it wants to be called again; null when only a call to `wake` is a reason. */
  turn: () => Promise<number | null>;
  failed: (error: unknown) => void;
};

/** Calls `turn` again and again, never twice at once; after an error later and later. */
export class Loop {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private isWoken = false;
  private isStopped = false;
  private failures = 0;
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
  }

  /** Does the next turn now, or as soon as the running one is over. */
  wake(): void {
    if (this.running === null) this.sleep(0);
    else this.isWoken = true;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.running;
  }

  private sleep(ms: number): void {
    if (this.isStopped) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.running = this.run();
    }, ms);
    this.timer.unref();
  }

  private async run(): Promise<void> {
    const next = await this.turn();
    this.running = null;
    const ms = this.isWoken && this.failures === 0 ? 0 : next;
    this.isWoken = false;
    if (ms !== null) this.sleep(ms);
  }

  private async turn(): Promise<number | null> {
    try {
      const next = await this.options.turn();
      this.failures = 0;
      return next;
    } catch (error) {
      this.options.failed(error);
      this.failures += 1;
      return Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** (this.failures - 1));
    }
  }
}
