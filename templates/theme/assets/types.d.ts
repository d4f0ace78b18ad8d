// What scripts know of one another without importing it.

interface Window {
  /** What start.js has found out before anything was shown. */
  qingdan: {
    /** The root of the site, ending in a slash. */
    site: string;
    /** Of which build the scripts are; undefined where the theme's own folder is served. */
    version: string | undefined;
    /** Put an attribute on the root element, or take it away. */
    mark(name: string, isOn: boolean): void;
    /** What this device remembers; an empty value is forgotten. */
    recall(name: string): string | null;
    remember(name: string, value: string): void;
    /** A page that needs its script says that it runs. */
    works(): void;
  };
}

/** A township that is kept, and what of it the service worker looks up. */
interface KeptTownship {
  id: string;
  label: string;
  version: string;
  /** The files of what the vocabulary means, and of the table of sounds. */
  search: [string, string];
  /** Addresses of all that it needs. */
  files: string[];
}

/** One keeping of some townships: the record that says which files are in use. */
interface KeptState {
  /** Name of the cache. */
  cache: string;
  /** When, as an ISO date. */
  stored: string;
  townships: KeptTownship[];
  /** Version of the search's index. */
  index: string;
  /** By address: digest and size. */
  files: Record<string, [string, number]>;
  isBroken?: undefined;
}

/** A record that cannot be used: of another form, or its files are gone. */
interface BrokenState {
  isBroken: true;
}

/** Where the kept townships are: offline/kept.js, a classic script, so that the service worker can have it too. */
declare function qingdanKept(site: string): {
  read(): Promise<KeptState | BrokenState | null>;
  write(state: KeptState): Promise<void>;
  only(names: string[]): Promise<void>;
  fresh(): string;
};

/** The fields of a row in their order: 0 a value, 1 all the values that are left, or a row, or rows of one kind. */
type Fields<T> = { [K in keyof T]: 0 | 1 | Fields<any> | [Fields<any>] };

/** The values of a row, without their names. */
type Values<T> = readonly any[] & { readonly ofRow?: T };
