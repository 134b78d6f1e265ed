/**
 * Stands in for the list of transports of engine.io-client in the browser's bundle: the line is a WebSocket, or the
 * board is polled by the program itself, so the package's own polling and WebTransport are never used.
 */
export default function websocketOnly() {
  return `import { WS } from "./websocket.node.js";
export const transports = { websocket: WS };
`;
}
