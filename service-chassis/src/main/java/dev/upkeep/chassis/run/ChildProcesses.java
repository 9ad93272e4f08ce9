package dev.upkeep.chassis.run;

import dev.upkeep.events.TaskRunRef;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends child processes that outlived their worker. */
final class ChildProcesses implements Leftovers {
  static final String KIND = "process";
  private static final long PATIENCE_SECONDS = 5;

  @Override
  public String kind() {
    return KIND;
  }

  static String id(ProcessHandle child) {
    return ProcessMark.of(child.pid()).text();
  }

  @Override
  public void end(TaskRunRef run, List<HeldResource> resources) throws Exception {
    for (HeldResource resource : resources) {
      end(
          ProcessMark.read(resource.id())
              .orElseThrow(
                  () -> new IllegalStateException(resource.id() + " does not name a process")));
    }
  }

  private static void end(ProcessMark mark) throws Exception {
    if (!mark.isOfThisHost()) {
      throw new IllegalStateException(
          "process %d runs on another host: the run goes on when a worker there takes it, or end the process and restart that worker"
              .formatted(mark.pid()));
    }
    ProcessHandle process = ProcessHandle.of(mark.pid()).orElse(null);
    if (process != null && mark.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
