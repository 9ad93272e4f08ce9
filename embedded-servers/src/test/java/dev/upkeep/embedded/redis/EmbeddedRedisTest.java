package dev.upkeep.embedded.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.embedded.DataFolderInUseException;
import dev.upkeep.embedded.LoopbackPort;
import dev.upkeep.embedded.ServerCache;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTest {

  @TempDir private Path folder;

  private EmbeddedRedis start() {
    return EmbeddedRedis.start(folder.resolve("redis"), ServerCache.ofUser());
  }

  @Test
  void keepsItsKeysAndItsPortOverARestart() throws IOException {
    int port;
    try (EmbeddedRedis redis = start()) {
      port = redis.port();
      assertThat(say(redis, "AUTH " + redis.password(), "SET greeting sawasdee")).isEqualTo("+OK");
    }
    try (EmbeddedRedis redis = start()) {
      assertThat(redis.port()).isEqualTo(port);
      assertThat(say(redis, "AUTH " + redis.password(), "STRLEN greeting")).isEqualTo(":8");
    }
  }

  @Test
  void answersNobodyWithoutThePasswordWhichIsInNoCommandLine() throws IOException {
    try (EmbeddedRedis redis = start()) {
      assertThat(say(redis, "PING", "PING")).startsWith("-NOAUTH");
      String commandLine =
          Files.readString(Path.of("/proc", Long.toString(redis.pid()), "cmdline"));
      assertThat(commandLine).doesNotContain(redis.password());
    }
  }

  @Test
  void comesBackAfterAKill() throws IOException {
    try (EmbeddedRedis redis = start()) {
      redis.kill();
      assertThat(redis.isAlive()).isFalse();
      redis.restart();
      assertThat(say(redis, "AUTH " + redis.password(), "PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void refusesASecondStartOnTheSameFolder() {
    try (EmbeddedRedis redis = start()) {
      assertThatThrownBy(this::start).isInstanceOf(DataFolderInUseException.class);
      assertThat(redis.isAlive()).isTrue();
    }
  }

  /** The answer to the second of two commands. */
  private static String say(EmbeddedRedis redis, String first, String second) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(LoopbackPort.at(redis.port()));
      BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      socket
          .getOutputStream()
          .write((first + "\r\n" + second + "\r\n").getBytes(StandardCharsets.US_ASCII));
      answers.readLine();
      return answers.readLine();
    }
  }
}
