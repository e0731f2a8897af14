/** Packed files (zip) put together and taken apart by hand, to make what no office program would write. */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

export interface PackedPart {
  name: string;
  content: Buffer;
  /** Claims another unpacked size than it has. */
  claims?: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

export function packed(parts: readonly PackedPart[]): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const { name, content, claims } of parts) {
    const bytes = deflateRawSync(content);
    const title = Buffer.from(name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(bytes.length, 14);
    head.writeUInt32LE(claims ?? content.length, 18);
    head.writeUInt16LE(title.length, 22);
    const signed = (signature: number, ...rest: Buffer[]): Buffer => {
      const start = Buffer.alloc(4);
      start.writeUInt32LE(signature);
      return Buffer.concat([start, ...rest]);
    };
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const made = Buffer.from([20, 0]);
    const local = signed(LOCAL, head, title, bytes);
    entries.push(signed(CENTRAL, made, head, place, title));
    bodies.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, directory, end]);
}

/** The parts of a sound packed file. */
export function unpacked(bytes: Buffer): PackedPart[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const parts: PackedPart[] = [];
  for (let entry = bytes.readUInt32LE(end + 16), left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [titled, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(entry + field)) as [
      number,
      number,
      number,
    ];
    const name = bytes.toString('utf8', entry + 46, entry + 46 + titled);
    const local = bytes.readUInt32LE(entry + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(from, from + bytes.readUInt32LE(entry + 20));
    parts.push({ name, content: bytes.readUInt16LE(entry + 10) === 0 ? content : inflateRawSync(content) });
    entry += 46 + titled + extra + comment;
  }
  return parts;
}
