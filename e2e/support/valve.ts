import { type AddressInfo, connect, createServer, type Server as NetServer, type Socket } from "node:net";

/** A way to the server that can be shut: whoever came through it then reads nothing more, and stays connected. */
export class Valve {
  readonly #server: NetServer;
  readonly #upstreams = new Set<Socket>();
  #shut = false;

  private constructor(port: number) {
    this.#server = createServer((client) => {
      const upstream = connect(port, "127.0.0.1");
      if (this.#shut) upstream.pause();
      this.#upstreams.add(upstream);
      client.pipe(upstream);
      upstream.on("data", (chunk) => client.write(chunk));
      upstream.on("close", () => {
        this.#upstreams.delete(upstream);
        client.destroy();
      });
      client.on("close", () => upstream.destroy());
      for (const socket of [client, upstream]) socket.on("error", () => socket.destroy());
    });
  }

  static async before(url: string): Promise<Valve> {
    const valve = new Valve(Number(new URL(url).port));
    await new Promise<void>((resolve) => valve.#server.listen(0, "127.0.0.1", resolve));
    return valve;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  shut(): void {
    this.#shut = true;
    for (const upstream of this.#upstreams) upstream.pause();
  }

  open(): void {
    this.#shut = false;
    for (const upstream of this.#upstreams) upstream.resume();
  }

  close(): void {
    for (const upstream of this.#upstreams) upstream.destroy();
    this.#server.close();
  }
}
