package dev.upkeep.database.restic;

import dev.upkeep.database.restic.Repository.Progress;
import dev.upkeep.database.restic.Repository.Unread;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what restic says with {@code --json} (0.14 and later): one value on a line, between lines
 * for people.
 */
final class Said {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int NO_SUCH_FILE = 2;
  private static final int INPUT_OUTPUT = 5;
  private static final int PERMISSION = 13;

  private Said() {}

  static List<Snapshot> snapshots(String line) {
    List<Snapshot> snapshots = new ArrayList<>();
    if (line.startsWith("[")) {
      for (JsonNode one : JSON.readTree(line)) {
        List<String> tags = new ArrayList<>();
        one.path("tags").forEach(tag -> tags.add(tag.asString()));
        List<String> excludes = new ArrayList<>();
        one.path("excludes").forEach(pattern -> excludes.add(pattern.asString()));
        String id = one.path("id").asString();
        snapshots.add(
            new Snapshot(
                id, one.path("original").asString(id), instant(one.path("time")), tags, excludes));
      }
    }
    return snapshots;
  }

  static Optional<Node> node(String line) {
    return value(line)
        .filter(v -> v.path("struct_type").asString("").equals("node"))
        .map(
            v ->
                new Node(
                    v.path("type").asString(),
                    v.path("path").asString(),
                    v.path("size").asLong(0),
                    instant(v.path("mtime"))));
  }

  static Optional<Progress> progress(String line) {
    return value(line)
        .filter(v -> v.path("message_type").asString("").equals("status"))
        .map(
            v ->
                new Progress(
                    Math.clamp(v.path("percent_done").asDouble(0), 0.0, 1.0),
                    v.path("files_done").asLong(0)));
  }

  static Optional<Unread> unread(String line) {
    return value(line)
        .filter(v -> v.path("message_type").asString("").equals("error"))
        .map(
            v -> {
              JsonNode error = v.path("error");
              int code = error.path("Err").asInt(0);
              String why = error.path("message").asString(words(code));
              return new Unread(
                  v.path("item").asString(""),
                  why,
                  code == NO_SUCH_FILE || why.contains("no such file"));
            });
  }

  static Optional<Lock> lock(String text) {
    int begin = text.indexOf('{');
    return value(begin < 0 ? "" : text.substring(begin))
        .map(
            v ->
                new Lock(
                    v.path("hostname").asString(""),
                    v.path("username").asString(""),
                    v.path("pid").asLong(0)));
  }

  private static Optional<JsonNode> value(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(line));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Instant instant(JsonNode time) {
    return OffsetDateTime.parse(time.asString()).toInstant();
  }

  private static String words(int code) {
    return switch (code) {
      case NO_SUCH_FILE -> "no such file";
      case INPUT_OUTPUT -> "input/output error";
      case PERMISSION -> "permission denied";
      default -> "error " + code;
    };
  }
}
