/** A file as the server tells of it. */
export interface StoredFile {
  id: string;
  name: string;
  /** In bytes. */
  size: number;
  media_type: string;
  /** In 64 hexadecimal digits. */
  sha256: string;
  /** Whether the server gives it to a page and not only to the downloads. */
  previewable: boolean;
}

/** An address that gives one file, for a short while and for one person. */
export interface FileLink {
  url: string;
  expires_at: string;
}

/** `inline` is for a preview in the page. */
export type Disposition = 'attachment' | 'inline';
