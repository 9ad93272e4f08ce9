package dev.upkeep.database.testkit;

import dev.upkeep.embedded.ChildServer;
import dev.upkeep.embedded.LoopbackPort;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.redis.EmbeddedRedis;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.RedisComponent;
import dev.upkeep.system.SystemFile;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.redis.Answers;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.TargetCaches;
import dev.upkeep.system.secret.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A Redis server of a test's own: the bundled 6.2, or the one that is installed (Debian's 7). */
public final class TestRedis implements AutoCloseable {

  public static final String SYSTEM = "dms";
  public static final String COMPONENT = "cache";
  public static final String ADMIN_PASSWORD = "admin-of-the-test";
  public static final String PASSWORD = "upkeep-of-the-test";

  private static final Path INSTALLED = Path.of("/usr/bin/redis-server");
  private static final Duration READY = Duration.ofSeconds(20);

  private final Path program;
  private final Path folder;
  private final int port = LoopbackPort.free();
  private final List<String> arguments;
  private ChildServer server;
  private @Nullable CacheSession admin;

  /** The releases that a test is to run on. */
  public enum Release {
    BUNDLED_6,
    INSTALLED_7
  }

  /** Both where both are there; in continuous integration a missing one fails. */
  public static Stream<Release> releases() {
    return hasInstalled() ? Stream.of(Release.values()) : Stream.of(Release.BUNDLED_6);
  }

  /** Skips the test, aloud, where the installed server is missing. */
  public static void needsInstalled() {
    Assumptions.assumeTrue(hasInstalled(), INSTALLED + " is missing: apt install redis-server");
  }

  private static boolean hasInstalled() {
    boolean there = Files.isExecutable(INSTALLED);
    if (!there && System.getenv("CI") != null) {
      throw new IllegalStateException(INSTALLED + " is missing: apt install redis-server");
    }
    return there;
  }

  /** The newest release that is here. */
  public static TestRedis start(String... settings) {
    return start(hasInstalled() ? Release.INSTALLED_7 : Release.BUNDLED_6, settings);
  }

  /** With a file that has these lines beside what a test needs. */
  public static TestRedis start(Release release, String... settings) {
    return new TestRedis(release, true, settings);
  }

  /** As a Compose file starts it: with arguments and no file. */
  public static TestRedis startWithoutFile(Release release) {
    return new TestRedis(release, false);
  }

  private TestRedis(Release release, boolean file, String... settings) {
    this.program =
        release == Release.INSTALLED_7 ? INSTALLED : EmbeddedRedis.program(ServerCache.ofUser());
    try {
      this.folder = Files.createTempDirectory("redis");
      List<String> lines =
          new ArrayList<>(
              List.of(
                  "bind 127.0.0.1",
                  "port " + port,
                  "dir " + folder,
                  "requirepass " + ADMIN_PASSWORD));
      lines.addAll(List.of(settings));
      if (Stream.of(settings).noneMatch(line -> line.startsWith("save "))) {
        lines.add("save \"\"");
      }
      if (file) {
        Files.write(configFile(), lines);
        this.arguments = List.of(configFile().toString());
      } else {
        this.arguments =
            List.of(
                "--bind",
                "127.0.0.1",
                "--port",
                "" + port,
                "--dir",
                folder.toString(),
                "--requirepass",
                ADMIN_PASSWORD,
                "--save",
                "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.server = launched();
  }

  private ChildServer launched() {
    ChildServer launched =
        ChildServer.start(new ChildServer.Launch("redis-server", program, arguments, folder));
    launched.awaitReady(this::answers, READY);
    return launched;
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(LoopbackPort.at(port), 1000);
      socket.setSoTimeout(1000);
      socket
          .getOutputStream()
          .write(
              "AUTH %s\r\nPING\r\n".formatted(ADMIN_PASSWORD).getBytes(StandardCharsets.US_ASCII));
      String ready = "+OK\r\n+PONG";
      return new String(
              socket.getInputStream().readNBytes(ready.length()), StandardCharsets.US_ASCII)
          .equals(ready);
    } catch (IOException notYet) {
      return false;
    }
  }

  public Path configFile() {
    return folder.resolve("redis.conf");
  }

  public int port() {
    return port;
  }

  /** Ends it as a power cut would, and starts it again. */
  public void killAndRestart() {
    server.kill();
    admin = null;
    server = launched();
  }

  /** The caches of a system file whose redis component says this beside its address. */
  public TargetCaches caches(String... keys) {
    return cachesAt("redis://127.0.0.1:" + port, keys);
  }

  public static TargetCaches cachesAt(String url, String... keys) {
    RedisComponent component = component(url, keys);
    var system =
        new MaintainedSystem(
            SYSTEM, "Documents", Map.of(COMPONENT, component), List.of(), List.of(), "hash");
    return new TargetCaches(
        name -> Optional.of(system),
        new Secrets(Map.of("ADMIN", ADMIN_PASSWORD, "UPKEEP", PASSWORD, "WRONG", "not-the-one")));
  }

  /** Read as operators write it; signs in as the administrator unless another user is given. */
  private static RedisComponent component(String url, String... keys) {
    String account =
        String.join(" ", keys).contains("password:") ? "" : "    password: \"${env:ADMIN}\"\n";
    String file =
        "system: dms\ncomponents:\n  cache:\n    kind: redis\n    url: \"%s\"\n%s    %s\n"
            .formatted(url, account, String.join("\n    ", keys));
    return switch (SystemFile.read("test.yaml", file.getBytes(StandardCharsets.UTF_8))) {
      case SystemFile.Reading.Good good ->
          (RedisComponent) good.system().component(COMPONENT).orElseThrow();
      case SystemFile.Reading.Bad bad -> throw new AssertionError(bad.problems().toString());
    };
  }

  /**
   * Makes the account 'upkeep' with just the rights of a task's script, for the keys {@link
   * #AS_UPKEEP}.
   */
  public TestRedis withRightsOf(String task) throws IOException, TargetProblem {
    try (var in = TestRedis.class.getResourceAsStream("/grants/" + task + ".acl")) {
      String statement =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.startsWith("ACL SETUSER"))
              .findFirst()
              .orElseThrow()
              .replace(">PASSWORD", ">" + PASSWORD);
      ask(statement.split(" ", -1));
    }
    return this;
  }

  /** Lines of a component that signs in with the rights of a task. */
  public static final String AS_UPKEEP = "user: upkeep\n    password: \"${env:UPKEEP}\"";

  /** Asks the server as its administrator. */
  public @Nullable Object ask(String... words) throws TargetProblem {
    return admin().ask(Call.of(words));
  }

  public @Nullable Object ask(Call call) throws TargetProblem {
    return admin().ask(call);
  }

  public String text(String... words) throws TargetProblem {
    return Answers.text(ask(words));
  }

  public long number(String... words) throws TargetProblem {
    return Answers.number(ask(words), -100);
  }

  public long number(Call call) throws TargetProblem {
    return Answers.number(ask(call), -100);
  }

  /** A setting as the server has it now. */
  public String config(String name) throws TargetProblem {
    return Answers.text(Answers.list(ask("CONFIG", "GET", name)).get(1));
  }

  public String info(String field) throws TargetProblem {
    return text("INFO")
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private CacheSession admin() throws TargetProblem {
    if (admin == null) {
      var run =
          new TaskRunRef(
              UUID.randomUUID(), UUID.randomUUID(), SYSTEM, "test", "it", "it", COMPONENT, false);
      admin = caches("maxmemory: 1gb").of(run).open("test");
    }
    return admin;
  }

  /**
   * Makes numbered string keys that nobody asked for in so many seconds.
   *
   * @param ttlMillis their time to live; 0 for none
   */
  public void fill(String prefix, int count, long idleSeconds, long ttlMillis)
      throws TargetProblem {
    int batch = 20_000;
    for (int from = 1; from <= count; from += batch) {
      ask(
          "EVAL",
          """
          redis.call('SET', 'test:value', string.rep('x', 40))
          local value = redis.call('DUMP', 'test:value')
          redis.call('DEL', 'test:value')
          for i = ARGV[2], ARGV[3] do
            redis.call('RESTORE', ARGV[1] .. string.format('%d', i), ARGV[5], value, 'REPLACE', 'IDLETIME', ARGV[4])
          end
          """,
          "0",
          prefix,
          "" + from,
          "" + Math.min(count, from + batch - 1),
          "" + idleSeconds,
          "" + ttlMillis);
    }
  }

  /** Makes any key look as if nobody asked for it in so many seconds. */
  public void age(byte[] key, long idleSeconds) throws TargetProblem {
    ask(
        Call.script(
            """
            local ttl = math.max(0, redis.call('PTTL', KEYS[1]))
            redis.call('RESTORE', KEYS[1], ttl, redis.call('DUMP', KEYS[1]), 'REPLACE', 'IDLETIME', ARGV[1])
            """,
            List.of(key),
            List.of(("" + idleSeconds).getBytes(StandardCharsets.US_ASCII))));
  }

  /** How many keys match a pattern. */
  public long count(String pattern) throws TargetProblem {
    return number("EVAL", "return #redis.call('KEYS', ARGV[1])", "0", pattern);
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close();
    }
    server.kill();
  }
}
