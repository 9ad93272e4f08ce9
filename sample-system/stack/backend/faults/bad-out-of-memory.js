const after = Number(process.env.FAULT_AFTER_SECONDS ?? 10);
const kept = [];

export default {
  start() {
    setTimeout(() => setInterval(() => kept.push(Buffer.alloc(8 * 1024 * 1024, 1)), 200), after * 1000);
  },
};
