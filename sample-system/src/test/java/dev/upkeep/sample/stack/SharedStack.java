package dev.upkeep.sample.stack;

import static dev.upkeep.sample.stack.Docker.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One copy of the stack for all test classes of this run. Ended after the last of them. */
final class SharedStack implements BeforeAllCallback {

  private static final String KEY = SharedStack.class.getName();

  private SampleStack stack;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Docker.assumeThereWithImages();
    stack =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .computeIfAbsent(KEY, key -> Running.start(), Running.class)
            .stack();
  }

  SampleStack stack() {
    return stack;
  }

  private record Running(SampleStack stack) implements AutoCloseable {

    static Running start() {
      String name = "lcbp3-test-" + UUID.randomUUID().toString().substring(0, 8);
      Map<String, String> settings =
          Map.of(
              "LCBP3_ROWS", "200",
              "LCBP3_JOB_SECONDS", "1",
              "LCBP3_DRAIN_SECONDS", "3",
              "LCBP3_FLUSH", "nosync");
      Path data = Path.of("target", name).toAbsolutePath();
      return new Running(SampleStack.start(name, data, settings));
    }

    @Override
    public void close() throws IOException {
      stack.close();
      String project = stack.network().replace("_dms", "");
      String left =
          docker("ps", "--all", "--quiet", "--filter", "name=" + project)
              + docker("network", "ls", "--quiet", "--filter", "name=" + project)
              + docker("volume", "ls", "--quiet", "--filter", "name=" + project);
      if (!left.isEmpty() || Files.exists(stack.data())) {
        throw new IllegalStateException("The stack left something behind: " + left);
      }
    }
  }
}
