export default {
  health: (report) => ({ ...report, status: 'failing', warming: true }),
};
