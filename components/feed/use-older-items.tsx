"use client";

import { useCallback, useState } from "react";
import { api } from "#client/api";
import type { FeedItem } from "#domain/board";
import type { FeedFilter } from "./feed-filter.ts";

type Page = { items: FeedItem[]; cursor: string; more: boolean };
type Older = { items: FeedItem[]; cursor: string | null; more: boolean; isLoading: boolean; problem: string | null };

const NOTHING: Older = { items: [], cursor: null, more: true, isLoading: false, problem: null };
const PAGE = "100";

const queryOf = (filter: FeedFilter, before: string | null): string => {
  const query = new URLSearchParams({ limit: PAGE });
  if (before !== null) query.set("before", before);
  if (filter.organisation !== null) query.set("organisation", filter.organisation);
  if (filter.sector !== null) query.set("sector", filter.sector);
  return query.toString();
};

export type OlderItems = Older & { load: () => Promise<void> };

/** What the board does not carry any more, page by page. Items are newest first; the first page may repeat the board's. */
export const useOlderItems = (incident: string, filter: FeedFilter): OlderItems => {
  const [older, setOlder] = useState(NOTHING);
  const load = useCallback(async (): Promise<void> => {
    setOlder((before) => ({ ...before, isLoading: true, problem: null }));
    try {
      const page = await api.get<Page>(`/api/v1/incidents/${incident}/timeline?${queryOf(filter, older.cursor)}`);
      setOlder((before) => ({
        items: [...before.items, ...page.items],
        cursor: page.cursor,
        more: page.more,
        isLoading: false,
        problem: null,
      }));
    } catch (error) {
      const problem = error instanceof Error ? error.message : "The server did not answer.";
      setOlder((before) => ({ ...before, isLoading: false, problem }));
    }
  }, [incident, filter, older.cursor]);
  return { ...older, load };
};
