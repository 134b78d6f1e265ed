import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";

/**
 * What React asks of a document to draw into it, and nothing more: enough to count what is drawn. How it looks and
 * behaves is seen in a browser.
 */
class FakeNode {
  readonly childNodes: FakeNode[] = [];
  readonly namespaceURI = "http://www.w3.org/1999/xhtml";
  readonly style = {};
  readonly nodeType: number;
  readonly nodeName: string;
  textContent = "";
  nodeValue: string | null = null;

  constructor(nodeType: number, nodeName: string) {
    this.nodeType = nodeType;
    this.nodeName = nodeName;
  }
  get tagName(): string {
    return this.nodeName.toUpperCase();
  }
  get ownerDocument(): object {
    return fakeDocument;
  }
  appendChild(child: FakeNode): void {
    this.insertBefore(child, null);
  }
  insertBefore(child: FakeNode, next: FakeNode | null): void {
    this.removeChild(child);
    const at = next === null ? this.childNodes.length : this.childNodes.indexOf(next);
    this.childNodes.splice(at, 0, child);
  }
  removeChild(child: FakeNode): void {
    const at = this.childNodes.indexOf(child);
    if (at !== -1) this.childNodes.splice(at, 1);
  }
  addEventListener(): void {}
  setAttribute(): void {}
  removeAttribute(): void {}
}

const ELEMENT = 1;
const TEXT = 3;
const fakeWindow = { HTMLIFrameElement: class {}, event: undefined };
const fakeDocument = {
  nodeType: 9,
  activeElement: null,
  defaultView: fakeWindow,
  createElement: (name: string) => new FakeNode(ELEMENT, name),
  createElementNS: (_: string, name: string) => new FakeNode(ELEMENT, name),
  createTextNode: () => new FakeNode(TEXT, "#text"),
  addEventListener: () => {},
};

/** Draws a component outside a browser; each call of the returned function draws it anew with other properties. */
export const drawing = (): ((node: ReactNode) => Promise<void>) => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true, window: fakeWindow });
  const container: unknown = new FakeNode(ELEMENT, "div");
  const root = createRoot(container as Element);
  return (node) => act(async () => root.render(node));
};
