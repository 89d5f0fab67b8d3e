// Draws images/icon.png: a line of text with a squiggle under it. Run it after a change.
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 256;
/** Points in each direction that make one pixel. */
const FINE = 4;

const BACKGROUND = [18, 38, 58];
const KEY = [126, 200, 227];
const VALUE = [236, 242, 248];
const SQUIGGLE = [255, 107, 87];

/** Distance to the outside of a bar with round ends. */
const bar = (x, y, left, right, middle, radius) =>
  Math.hypot(x - Math.min(Math.max(x, left), right), y - middle) - radius;

function colour(x, y) {
  const corner = Math.hypot(Math.max(Math.abs(x - 128) - 76, 0), Math.max(Math.abs(y - 128) - 76, 0));
  if (corner > 48) return [0, 0, 0, 0];
  const wave = 178 + 9 * Math.sin(((x - 60) / 136) * Math.PI * 6);
  const inside = x > 58 && x < 198;
  if (inside && Math.abs(y - wave) < 8) return [...SQUIGGLE, 255];
  if (bar(x, y, 62, 116, 88, 12) < 0) return [...KEY, 255];
  if (bar(x, y, 76, 120, 136, 12) < 0) return [...KEY, 255];
  if (bar(x, y, 152, 186, 136, 12) < 0) return [...VALUE, 255];
  return [...BACKGROUND, 255];
}

function pixel(column, row) {
  const sum = [0, 0, 0, 0];
  for (let index = 0; index < FINE * FINE; index += 1) {
    const x = column + ((index % FINE) + 0.5) / FINE;
    const y = row + (Math.floor(index / FINE) + 0.5) / FINE;
    const [red, green, blue, alpha] = colour(x, y);
    [red, green, blue].forEach((part, at) => (sum[at] += part * alpha));
    sum[3] += alpha;
  }
  const alpha = sum[3];
  return [...sum.slice(0, 3).map((part) => (alpha ? Math.round(part / alpha) : 0)), Math.round(alpha / FINE ** 2)];
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

const rows = Array.from({ length: SIZE }, (_, row) => [
  0,
  ...Array.from({ length: SIZE }, (_, column) => pixel(column, row)).flat(),
]);
const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
header.set([8, 6, 0, 0, 0], 8);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const data = deflateSync(Buffer.from(rows.flat()), { level: 9 });
writeFileSync(
  new URL('../images/icon.png', import.meta.url),
  Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]),
);
