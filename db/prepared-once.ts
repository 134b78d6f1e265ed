import type { Database } from "./store.ts";

/**
 * A statement of the hot path, built once for each database and planned once for each of its connections.
 * What `make` returns must be `prepare`d under a name of its own.
 */
export const preparedOnce = <P>(make: (db: Database) => P): ((db: Database) => P) => {
  const made = new WeakMap<Database, P>();
  return (db) => {
    const known = made.get(db);
    if (known !== undefined) return known;
    const prepared = make(db);
    made.set(db, prepared);
    return prepared;
  };
};
