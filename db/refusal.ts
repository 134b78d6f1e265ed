/** A reason not to start that the operator can act on: the message is one plain sentence, shown without a stack. */
export class StoreRefusal extends Error {
  override readonly name = "StoreRefusal";
}
