import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** Support for tests: a mail server on this machine that keeps what it gets. */

export type Received = { to: string; headers: string; text: string };
export type Mailbox = {
  url: string;
  received: Received[];
  /** While true, it takes nothing. */
  refuses: boolean;
  close: () => Promise<void>;
};

/** Quoted-printable, as far as plain text of ours needs it. */
const decoded = (text: string): string =>
  text
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number(`0x${hex}`)));

export const openMailbox = async (): Promise<Mailbox> => {
  const mailbox: Mailbox = { url: "", received: [], refuses: false, close: async () => undefined };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    onMailFrom: (_address, _session, done) => done(mailbox.refuses ? new Error("not now") : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const whole = Buffer.concat(chunks).toString("utf8");
        const cut = whole.indexOf("\r\n\r\n");
        const to = session.envelope.rcptTo.map(({ address }) => address).join(",");
        mailbox.received.push({ to, headers: whole.slice(0, cut), text: decoded(whole.slice(cut + 4)) });
        done();
      });
    },
  });
  const listening = server.listen(0, "127.0.0.1");
  await new Promise((resolve) => listening.once("listening", resolve));
  mailbox.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  mailbox.close = () => new Promise((resolve) => server.close(() => resolve()));
  return mailbox;
};
