package dev.upkeep.database.copy;

import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Works on several tables at a time. The first failure stops the work on the others. */
final class Together {

  private Together() {}

  /** What is done with one of them, on a thread of its own. */
  @FunctionalInterface
  interface Work<T> {
    void on(T item) throws Exception;
  }

  /**
   * Works on all of them.
   *
   * @param atOnce on how many at a time
   * @param before is told of each on the caller's thread, in their order, and may stop all
   * @param stop ends what is under way, after a failure
   */
  static <T> void each(List<T> items, int atOnce, Work<T> before, Work<T> work, Runnable stop)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      CompletionService<Void> ended = new ExecutorCompletionService<>(threads);
      int running = 0;
      for (T item : items) {
        if (running == atOnce) {
          await(ended);
          running--;
        }
        before.on(item);
        ended.submit(
            () -> {
              work.on(item);
              return null;
            });
        running++;
      }
      for (; running > 0; running--) {
        await(ended);
      }
    } catch (Exception e) {
      threads.shutdownNow();
      stop.run();
      throw e;
    } finally {
      threads.close();
    }
  }

  private static void await(CompletionService<Void> ended) throws Exception {
    try {
      ended.take().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
