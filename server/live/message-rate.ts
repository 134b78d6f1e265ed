const WINDOW_MS = 10_000;
const DROP_ABOVE = 60;
const CLOSE_ABOVE = 300;

/** How many messages one socket may send: above the first bound they are refused, above the second it is closed. */
export class MessageRate {
  private windowStart = 0;
  private seen = 0;
  private readonly on: boolean;
  private readonly now: () => number;

  constructor(on: boolean, now: () => number) {
    this.on = on;
    this.now = now;
  }

  count(): "fine" | "drop" | "close" {
    if (!this.on) return "fine";
    const now = this.now();
    if (now - this.windowStart > WINDOW_MS) {
      this.windowStart = now;
      this.seen = 0;
    }
    this.seen += 1;
    if (this.seen > CLOSE_ABOVE) return "close";
    return this.seen > DROP_ABOVE ? "drop" : "fine";
  }
}
