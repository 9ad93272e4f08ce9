package dev.upkeep.benchmarks.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.server.SMTPServer;

/**
 * An SMTP server that takes every mail and notes when, by the number that the failure's text bears.
 */
final class MailReceiver implements AutoCloseable {
  private static final Pattern NUMBER = Pattern.compile("failure-no-([0-9]+)-");

  private final Map<Integer, Instant> accepted = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> copies = new ConcurrentHashMap<>();
  private final SMTPServer server;

  MailReceiver() {
    this.server =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .hostName("mail.example.org")
            .messageHandlerFactory(context -> new Receiving())
            .build();
    server.start();
  }

  int port() {
    return server.getPortAllocated();
  }

  /** The text by which a mail is recognised. */
  static String mark(int number) {
    return "failure-no-%d-".formatted(number);
  }

  Map<Integer, Instant> accepted() {
    return accepted;
  }

  /** How many mails arrived beyond one for each failure. */
  int surplus() {
    return copies.values().stream().mapToInt(count -> count - 1).sum();
  }

  @Override
  public void close() {
    server.stop();
  }

  private final class Receiving implements MessageHandler {
    @Override
    public void from(String address) {}

    @Override
    public void recipient(String address) {}

    @Override
    public String data(InputStream data) {
      try {
        Matcher mark = NUMBER.matcher(new String(data.readAllBytes(), StandardCharsets.UTF_8));
        if (!mark.find()) {
          throw new IllegalStateException("a mail that tells of none of the failures");
        }
        Integer number = Integer.valueOf(mark.group(1));
        accepted.putIfAbsent(number, Instant.now());
        copies.merge(number, 1, Integer::sum);
        return "taken";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void done() {}
  }
}
