let asked = 0;

export default {
  health: (report) => (asked++ % 2 ? { ...report, status: 'failing' } : report),
};
