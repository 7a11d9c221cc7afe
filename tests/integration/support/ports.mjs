// Ports for a system that a test starts for itself.
import net from 'node:net';

function listens(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}

/** The first of the bases whose ports are all free. */
export async function freeBase() {
  for (let base = 31000; base < 60000; base += 250) {
    const taken = await Promise.all([1, 2, 3, 4, 80, 101, 102, 103, 104, 206].map((offset) => listens(base + offset)));
    if (!taken.includes(true)) return base;
  }
  throw new Error('no free ports from 31000 on');
}
