import { createHash, randomBytes } from 'node:crypto';

/** Where ids, keys and tokens come from. */
export interface Random {
  bytes(count: number): Buffer;
  uuid(): string;
}

/** Never the same without a seed, and always the same with one. */
export function createRandom(seed?: string): Random {
  const bytes = seed === undefined ? randomBytes : seededBytes(seed);
  return { bytes, uuid: () => uuidOf(bytes(16)) };
}

function seededBytes(seed: string): Random['bytes'] {
  let drawn = 0;
  return (count) => {
    const blocks: Buffer[] = [];
    for (let length = 0; length < count; length += 32) {
      blocks.push(createHash('sha256').update(`${seed}\n${drawn++}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, count);
  };
}

/** A UUID of version 4. */
function uuidOf(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
