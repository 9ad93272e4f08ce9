// Docker's health check: /health answers 200 within three seconds. A redirect is not health.
try {
  const port = process.env.PORT || 3000;
  const answer = await fetch(`http://127.0.0.1:${port}/health`, { redirect: 'manual', signal: AbortSignal.timeout(3000) });
  console.log(answer.status, (await answer.text()).trim());
  process.exit(answer.status === 200 ? 0 : 1);
} catch (error) {
  console.log(error.cause?.code ?? error.message);
  process.exit(1);
}
