package dev.upkeep.system.nginx;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an access log tells of requests, where its lines are in the form that NGINX calls {@code
 * combined} or begin as those do, or are JSON with a {@code status}.
 *
 * @param requests lines that could be read
 * @param failed those with a status of 500 or more
 * @see <a href="https://nginx.org/en/docs/http/ngx_http_log_module.html">combined</a>
 */
public record AccessLog(long requests, long failed) {

  public static final AccessLog EMPTY = new AccessLog(0, 0);

  private static final Pattern LINE =
      Pattern.compile(
          "^(?:\\S+ \\S+ .{1,256}? \\[[^]]{10,40}] \"[^\"]*\" (?<combined>\\d{3}) "
              + "|\\{.*\"status\": ?\"?(?<json>\\d{3})\\b)");
  private static final int SERVER_ERROR = 500;

  /** Counts the lines of a log; others are overlooked. */
  public static AccessLog of(String log) {
    long requests = 0;
    long failed = 0;
    for (String line : log.lines().toList()) {
      Matcher parts = LINE.matcher(line);
      if (parts.find()) {
        requests++;
        String status = Optional.ofNullable(parts.group("combined")).orElse(parts.group("json"));
        failed += Integer.parseInt(status) >= SERVER_ERROR ? 1 : 0;
      }
    }
    return new AccessLog(requests, failed);
  }

  public AccessLog and(AccessLog other) {
    return new AccessLog(requests + other.requests, failed + other.failed);
  }
}
