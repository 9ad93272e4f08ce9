export default { port: 3999 };
