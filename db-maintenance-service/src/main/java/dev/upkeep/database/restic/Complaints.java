package dev.upkeep.database.restic;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what restic wrote to its error stream, and leaves out what helps nobody. */
final class Complaints {

  private static final int MOST_LINES = 200;
  private static final int LONGEST = 300;

  /** Repeats that are announced, places in restic's source, what another line says better. */
  private static final Pattern NOISE =
      Pattern.compile(
          "Load\\(<.*retrying after.*|\\t.*|(?:github\\.com|runtime|main)[./].*"
              + "|reading repository password.*|Fatal: There were \\d+ errors"
              + "|Fatal: repository contains errors|Warning: at least one source file.*");

  private Complaints() {}

  /** The lines that say something, each once; those in JSON go to the taker. */
  static List<String> in(Path file, Call.Line json) throws Exception {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        take(line, lines, json);
      }
    }
    return lines;
  }

  private static void take(String line, List<String> lines, Call.Line json) throws Exception {
    if (line.startsWith("{")) {
      json.take(line);
    } else if (!line.isBlank() && !NOISE.matcher(line).matches() && lines.size() < MOST_LINES) {
      String said = line.replaceFirst("^Fatal: ", "").strip();
      String shown = said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "…";
      if (!lines.contains(shown)) {
        lines.add(shown);
      }
    }
  }
}
