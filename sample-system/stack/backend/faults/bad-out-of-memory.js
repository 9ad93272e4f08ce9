const kept = [];

export default {
  start() {
    setTimeout(() => setInterval(() => kept.push(Buffer.alloc(8 * 1024 * 1024, 1)), 200), 10_000);
  },
};
