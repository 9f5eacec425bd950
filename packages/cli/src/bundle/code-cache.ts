import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';

/** A script whose compiled code is asked for. */
export interface CompiledScript {
  readonly path: string;
  readonly source: Buffer;
}

/** Compiled code of scripts. Whatever goes wrong with it costs time and nothing else: neither call throws. */
export interface CodeCache {
  /** Null: there is none, or not of this source. */
  read(script: CompiledScript): Buffer | null;
  write(script: CompiledScript, code: Buffer): void;
}

export interface CodeCacheOptions {
  /** A folder that this user alone may write to. */
  readonly folder: string;
  /** Of V8 and the processor, so that several do not take turns in one file. V8 itself refuses the code of another one. */
  readonly version: string;
  /** A plan has no use for what a deploy compiled, so each command has its own. */
  readonly command: string | undefined;
  readonly pid: number;
}

/** Two checksums: of the source, and of the code. V8 checks neither, and trusts what it is given. */
const head = 8;

/** A folder of code that was compiled, a file for each script and command. */
export function codeCacheIn({ folder: outer, version, command = '', pid }: CodeCacheOptions): CodeCache {
  const folder = join(outer, `v8-${version}`);
  const name = /^[a-z-]{1,20}$/.test(command) ? command : 'other';
  const fileOf = ({ path }: CompiledScript): string => join(folder, `${basename(path)}-${name}`);
  return {
    read(script) {
      try {
        const bytes = readFileSync(fileOf(script));
        const code = bytes.subarray(head);
        const isWhole = bytes.readUInt32LE(0) === crc32(script.source) && bytes.readUInt32LE(4) === crc32(code);
        return isWhole ? code : null;
      } catch {
        return null;
      }
    },
    write(script, code) {
      const sums = Buffer.alloc(head);
      sums.writeUInt32LE(crc32(script.source), 0);
      sums.writeUInt32LE(crc32(code), 4);
      const written = `${fileOf(script)}.${pid}`;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        // In one move: another process may be reading it.
        writeFileSync(written, Buffer.concat([sums, code]), { mode: 0o600 });
        renameSync(written, fileOf(script));
      } catch {
        // The next command compiles again.
      }
    },
  };
}
