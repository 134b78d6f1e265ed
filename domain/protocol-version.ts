/** Apart from the schemas, so that a page that only speaks the protocol does not carry them. */
export const PROTOCOL_VERSION = 1;
export const SOCKET_PATH = "/ws";
export const BEAT_EVERY_MS = 4_000;
