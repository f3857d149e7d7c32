// What scripts of the theme and of the preview have in common, for the check of their types. Nothing of it is shipped.

/** What the preview's script answers after a tick (`src/serve/write.js`). */
interface WriteAnswer {
  ok: boolean;
  status: number;
  /** What came of it, for a person. */
  message: string;
}

/** A note that can be ticked. */
interface WriteNote {
  id: string;
  /** The hash of the source that the page was made from. */
  source: string;
  step: number | "long-term";
}

/** Ticking from a page, where `kbgen serve --write` allows it. */
interface KbgenWrite {
  /** By the path of the note's page. */
  notes: Record<string, WriteNote | undefined>;
  done(path: string, more?: { grade?: number | null; again?: boolean }): Promise<WriteAnswer>;
  undo(path: string): Promise<WriteAnswer>;
  /** Adds the buttons to a row that a script made. */
  inRow(row: HTMLElement): void;
}

declare var kbgenWrite: KbgenWrite | undefined;
